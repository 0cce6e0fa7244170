"""Files: written whole or not at all, never over another one, and set aside when they are damaged."""

import errno
import os
import threading
from itertools import count
from pathlib import Path

import pytest

from helpers import storage, workspace


def names_in(folder):
    """Return the names of everything in a folder, hidden files too."""
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("before", [None, b"before"])
def test_a_file_is_there_when_the_block_ends_and_nothing_else(tmp_path, before):
    """A leftover temporary file in `my_work` puzzles a learner who looks into it."""
    path = tmp_path / "net.keras"
    if before:
        path.write_bytes(before)
    with storage.whole_file(path) as unfinished:
        unfinished.write_bytes(b"after")
        assert (path.read_bytes() if path.exists() else None) == before
    assert path.read_bytes() == b"after"
    assert names_in(tmp_path) == ["net.keras"]


@pytest.mark.parametrize("failure", [OSError(errno.ENOSPC, "No space left"), KeyboardInterrupt()])
@pytest.mark.parametrize("before", [None, b"before"])
def test_a_write_that_fails_leaves_what_was_there(tmp_path, before, failure):
    """A full disk or the stop button must not cost a learner the file from yesterday."""
    path = tmp_path / "net.keras"
    if before:
        path.write_bytes(before)

    def fail_half_way():
        with storage.whole_file(path) as unfinished:
            unfinished.write_bytes(b"half")
            raise failure

    with pytest.raises(type(failure)):
        fail_half_way()
    assert (path.read_bytes() if path.exists() else None) == before
    assert names_in(tmp_path) == (["net.keras"] if before else [])


def test_the_unfinished_file_has_the_same_name(tmp_path):
    """Keras refuses to save a model under a name that does not end with .keras."""
    with storage.whole_file(tmp_path / "net.keras") as unfinished:
        unfinished.touch()
        assert unfinished.name == "net.keras"


def test_the_unfinished_file_is_on_the_same_disk(tmp_path):
    """From another disk a file is copied, and a power cut in the middle leaves half of it."""
    with storage.whole_file(tmp_path / "net.keras") as unfinished:
        unfinished.touch()
        assert unfinished.parent.parent == tmp_path


def test_missing_folders_are_made(tmp_path):
    """A learner's first interrupted training does not have a folder yet."""
    with storage.whole_file(tmp_path / "work" / "interrupted" / "net.npz") as unfinished:
        unfinished.write_bytes(b"state")
    assert (tmp_path / "work" / "interrupted" / "net.npz").read_bytes() == b"state"


def test_a_file_that_another_program_reads_is_replaced_a_moment_later(tmp_path, monkeypatch):
    """Windows refuses to replace a file while JupyterLab or a virus scanner reads it."""
    replace, refused = Path.replace, []

    def refuse_three_times(path, target):
        if len(refused) < 3:
            refused.append(target)
            raise PermissionError
        return replace(path, target)

    pauses = []
    monkeypatch.setattr(storage.time, "sleep", pauses.append)
    monkeypatch.setattr(Path, "replace", refuse_three_times)
    with storage.whole_file(tmp_path / "progress.json") as unfinished:
        unfinished.write_text("{}")
    assert (tmp_path / "progress.json").read_text() == "{}"
    assert len(refused) == 3
    assert 0.1 < sum(pauses) < 1


@pytest.mark.parametrize(("busy", "late"), [(0.005, 0.01), (0.04, 0.05), (0.25, 0.05)])
def test_a_file_is_replaced_soon_after_the_other_program_lets_go(tmp_path, monkeypatch, busy, late):
    """A scanner that takes a quarter of a second must cost a learner neither the file nor a long wait."""
    replace, clock = Path.replace, [0.0]

    def refuse_while_busy(path, target):
        if clock[0] < busy:
            raise PermissionError
        return replace(path, target)

    monkeypatch.setattr(storage.time, "sleep", lambda seconds: clock.append(clock.pop() + seconds))
    monkeypatch.setattr(Path, "replace", refuse_while_busy)
    with storage.whole_file(tmp_path / "progress.json") as unfinished:
        unfinished.write_text("{}")
    assert names_in(tmp_path) == ["progress.json"]
    assert busy <= clock[0] < busy + late


def test_a_temporary_folder_that_cannot_be_removed_is_no_failure(tmp_path, monkeypatch):
    """The learner's file is safe by then; an error would say that it is not."""
    remove = os.rmdir

    def refuse(path, **settings):
        if ".unfinished-" in str(path):
            raise OSError(errno.EBUSY, "in use")
        remove(path, **settings)

    monkeypatch.setattr(os, "rmdir", refuse)
    with storage.whole_file(tmp_path / "net.keras") as unfinished:
        unfinished.write_bytes(b"whole")
    monkeypatch.undo()
    assert (tmp_path / "net.keras").read_bytes() == b"whole"


def test_a_file_that_is_never_free_ends_in_an_error_and_stays(tmp_path, monkeypatch):
    """Trying forever would hang the cell without a word."""

    def refuse(path, target):
        raise PermissionError

    (tmp_path / "progress.json").write_text("before")
    monkeypatch.setattr(storage.time, "sleep", lambda seconds: None)
    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(PermissionError), storage.whole_file(tmp_path / "progress.json") as unfinished:
        unfinished.write_text("after")
    assert (tmp_path / "progress.json").read_text() == "before"
    assert names_in(tmp_path) == ["progress.json"]


def test_threads_that_write_the_same_file_at_once_all_write_it_whole(tmp_path):
    """Two cells of one kernel have the same process number: it cannot tell their temporary files apart."""
    path, contents = tmp_path / "state", [bytes([number]) * 50_000 for number in range(8)]

    def write(content):
        for _ in range(10):
            with storage.whole_file(path) as unfinished:
                unfinished.write_bytes(content)

    threads = [threading.Thread(target=write, args=(content,)) for content in contents]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert path.read_bytes() in contents
    assert names_in(tmp_path) == ["state"]


def test_a_free_path_is_the_wanted_one_or_the_first_number_that_is_not_taken(tmp_path):
    """An hour of training must not be overwritten by one more click on Run."""
    path = tmp_path / "net.keras"
    for expected in ("net.keras", "net-2.keras", "net-3.keras"):
        assert storage.free_path(path).name == expected
        (tmp_path / expected).touch()
    (tmp_path / "net-2.keras").unlink()
    assert storage.free_path(path).name == "net-2.keras"


def test_a_damaged_file_is_renamed_and_an_older_one_is_never_overwritten(tmp_path):
    """Setting aside promises that nothing is lost."""
    path = tmp_path / "labels.gz"
    for content, expected in (
        ("1", "labels.gz.damaged"),
        ("2", "labels.gz.damaged-2"),
        ("3", "labels.gz.damaged-3"),
    ):
        path.write_text(content)
        assert storage.set_aside(path) == tmp_path / expected
        assert (tmp_path / expected).read_text() == content
        assert not path.exists()
    assert (tmp_path / "labels.gz.damaged").read_text() == "1"


def test_a_damaged_file_may_get_other_names(tmp_path):
    """A learner opens progress-damaged-1.json with a double click: JupyterLab knows the suffix."""
    (tmp_path / "progress-damaged-1.json").touch()
    (tmp_path / "progress.json").touch()
    aside = storage.set_aside(tmp_path / "progress.json", (f"progress-damaged-{n}.json" for n in count(1)))
    assert aside.name == "progress-damaged-2.json"


def test_a_damaged_file_that_another_program_has_renamed_is_an_error_of_its_own(tmp_path):
    """Two lessons find the same damaged file; the second must be able to say that all is well."""
    with pytest.raises(FileNotFoundError):
        storage.set_aside(tmp_path / "gone")


@pytest.mark.parametrize(
    ("name", "expected"),
    [("My network", "my-network"), ("  64–64, 3×3!", "64-64-3-3"), ("a/../b\\c", "a-b-c"), (7, "7"),
     ("мережа № 1", "мережа-1"), ("Sieć", "sieć"), ("网络", "网络"), ("con", "con-"), ("a" * 300, "a" * 50)],
)  # fmt: skip
def test_a_persons_name_becomes_a_file_name_that_every_system_accepts(name, expected):
    """A colon or a slash in a name must not put the file somewhere else, or nowhere."""
    assert storage.file_name(name) == expected


def test_letters_with_accents_give_one_name_however_they_are_stored():
    """macOS takes é apart into e and an accent; a model saved there must be found on Linux."""
    assert storage.file_name("re\u0301seau") == storage.file_name("r\u00e9seau")


def test_no_two_names_share_a_file():
    """`load_model("lr 0.01")` must not bring back the model that was saved as "lr 0 01"."""
    names = [
        "lr 0.01",
        "lr 0.001",
        "lr 0 01",
        "LR 0.01",
        "lr-0-01",
        "a" * 60,
        "a" * 61,
        "net",
        "Net",
        "net ",
        "мережа",
    ]
    files = [storage.own_file_name(name) for name in names]
    assert len({file.lower() for file in files}) == len(names)
    assert storage.own_file_name("fashion") == "fashion"


@pytest.mark.parametrize("name", ["", "…", "//"])
def test_a_name_without_letter_or_digit_is_refused(name):
    """A file called .keras is hidden, and the next one without a name would overwrite it."""
    with pytest.raises(ValueError, match=f"at least one letter or digit, but is '{name}'"):
        storage.file_name(name)


def test_a_path_is_shown_by_its_last_folder_and_name():
    """A saved notebook must not carry the name of anybody's home folder."""
    assert storage.short_path(Path("/home/ada/my_work/net.keras")) == "my_work/net.keras"


def test_without_a_home_folder_there_is_no_folder_of_your_own(monkeypatch, tmp_path):
    """A container may run as a user without an account: a caller keeps things in memory and says so."""
    monkeypatch.setattr(workspace, "__file__", str(tmp_path / "helpers" / "workspace.py"))
    monkeypatch.delenv("COURSE_WORK", raising=False)

    def no_home(path):
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "expanduser", no_home)
    assert workspace.my_work() is None


@pytest.mark.parametrize("folder", ["~nobodyx/work", "/dev/null/work", "\0"])
def test_a_folder_that_cannot_exist_is_none(monkeypatch, folder):
    """A mistyped setting must not end every check in a traceback."""
    monkeypatch.setitem(
        workspace.os.environ, "COURSE_WORK", folder
    ) if "\0" not in folder else monkeypatch.setattr(workspace.os, "environ", {"COURSE_WORK": folder})
    assert workspace.my_work() is None


def test_only_the_names_of_windows_devices_get_a_hyphen():
    """Windows keeps COM1 to COM9 and LPT1 to LPT9; a file called com10 is as good as any other."""
    devices = [f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10)]
    assert [storage.file_name(name) for name in devices] == [f"{name}-" for name in devices]
    for name in ("com", "com0", "com10", "lpt0", "lpt10"):
        assert storage.file_name(name) == name


def test_a_name_that_is_changed_gets_six_characters_that_only_it_has():
    """A learner still finds "lr 0.001" in the list of files, and it is not that of "lr 0.01"."""
    names = [storage.own_file_name(name) for name in ("lr 0.001", "lr-0 001", "LR 0.001")]
    assert [name[:-6] for name in names] == ["lr-0-001-"] * 3
    assert len(set(names)) == 3
