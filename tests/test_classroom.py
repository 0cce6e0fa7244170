"""docs/classroom/ and the files for Binder: configuration, learners' copies of the lessons, measurements."""

import importlib.util
import os
import re
import shlex
import shutil
import subprocess
import time
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from traitlets.config.loader import PyFileConfigLoader

from docs.classroom import class_view_table
from docs.classroom.class_view.records import Record
from docs.classroom.class_view.store import Store
from docs.classroom.grading import collect
from helpers.workspace import my_work
from tests.test_readme import LINK, anchors

ROOT = Path(__file__).parent.parent
CLASSROOM = ROOT / "docs" / "classroom"
SHARED = "/srv/classroom"
PAGE = (CLASSROOM / "README.md").read_text(encoding="utf-8")
VALUES = yaml.safe_load((CLASSROOM / "values.yaml").read_text(encoding="utf-8"))
SERVER = VALUES["singleuser"]


@pytest.fixture
def shared(tmp_path):
    """A shared folder as an administrator sets it up: a clone of the course, with the data set next to it."""
    course = tmp_path / "classroom" / "course"
    shutil.copytree(CLASSROOM, course / "docs" / "classroom")
    subprocess.run(["git", "init", "--quiet", "--initial-branch=main", course], check=True)
    (course.parent / "fashion-mnist").mkdir()
    return course.parent


def settings(file):
    """Return the settings for learners' servers that JupyterHub reads from a configuration file."""
    loaded = PyFileConfigLoader(str(file)).load_config()["Spawner"]
    return {
        **loaded,
        "environment": loaded["environment"].get_value({}),
        "args": loaded["args"].get_value([]),
    }


def start(shared, home, gitpuller):
    """Run the script that starts a learner's server, with a fake nbgitpuller, and return the result."""
    tools = shared / "tools"
    tools.mkdir(exist_ok=True)
    (tools / "gitpuller").write_text(f"#!/bin/sh\n{gitpuller}\n")
    (tools / "gitpuller").chmod(0o755)
    home.mkdir(exist_ok=True)
    script = shared / "course" / "docs" / "classroom" / "update_lessons.sh"
    return subprocess.run(
        ["/bin/sh", script, "echo", "the server", "--port=1"],
        env={"HOME": str(home), "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
    )


def machine_sizes():
    """Return the module docs/classroom/machine_sizes.py, which is not part of a package."""
    spec = importlib.util.spec_from_file_location("machine_sizes", CLASSROOM / "machine_sizes.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_configuration_finds_the_shared_course_through_a_link(shared, tmp_path):
    """If paths were relative to the link in TLJH's folder, no learner's server would start."""
    link = tmp_path / "jupyterhub_config.d" / "classroom_config.py"
    link.parent.mkdir()
    link.symlink_to(shared / "course" / "docs" / "classroom" / "classroom_config.py")
    found = settings(link)
    assert found["cmd"] == [
        "/bin/sh",
        str(shared / "course" / "docs" / "classroom" / "update_lessons.sh"),
        "jupyterhub-singleuser",
    ]
    assert found["environment"]["FASHION_MNIST_DIR"] == str(shared / "fashion-mnist")


def test_without_a_shared_data_set_the_configuration_names_no_folder_for_it(shared):
    """A missing folder would make every lesson of every learner start with a warning."""
    (shared / "fashion-mnist").rmdir()
    found = settings(shared / "course" / "docs" / "classroom" / "classroom_config.py")
    assert "FASHION_MNIST_DIR" not in found["environment"]


def test_the_first_page_is_a_lesson_that_exists():
    """A class of thirty that starts with "file not found" loses its first ten minutes."""
    url = settings(CLASSROOM / "classroom_config.py")["default_url"]
    assert (ROOT / url.removeprefix("/lab/tree/course/")).is_file()


def test_one_machine_and_kubernetes_have_the_same_settings(shared):
    """The load test runs only one of them; learners on the other would get settings that nobody tested."""
    found = settings(shared / "course" / "docs" / "classroom" / "classroom_config.py")
    environment = {k: v.replace(str(shared), SHARED) for k, v in found["environment"].items()}
    assert SERVER["extraEnv"] == environment
    assert SERVER["cmd"] == [found["cmd"][-1], *found["args"]]
    assert SERVER["defaultUrl"] == found["default_url"]
    assert SERVER["memory"]["limit"] == found["mem_limit"]
    assert SERVER["cpu"]["limit"] == found["cpu_limit"]
    assert SERVER["startTimeout"] == found["start_timeout"]
    hook = [part.replace(str(shared), SHARED) for part in found["cmd"][:2]]
    assert SERVER["lifecycleHooks"]["postStart"]["exec"]["command"] == hook


def class_view_settings(file):
    """Return what a hub reads from the configuration of the class view."""
    loaded = PyFileConfigLoader(str(file)).load_config()
    hub = loaded["JupyterHub"]
    return {
        "services": hub["services"].get_value([]),
        "groups": hub["load_groups"].get_value({}),
        "roles": {role["name"]: role["scopes"] for role in hub["load_roles"].get_value([])},
        "environment": loaded["Spawner"]["environment"].get_value({}),
    }


def test_without_its_own_file_no_kernel_reports_to_a_class_view(shared):
    """A teacher who has not asked for it would have to explain it."""
    found = settings(shared / "course" / "docs" / "classroom" / "classroom_config.py")
    assert "COURSE_CLASS_VIEW" not in {**found["environment"], **SERVER["extraEnv"]}


def test_one_link_switches_the_class_view_on(shared, tmp_path):
    """Administrators link to the file in the shared copy, and the hub starts the service from there."""
    link = tmp_path / "class_view_config.py"
    link.symlink_to(shared / "course" / "docs" / "classroom" / "class_view_config.py")
    found = class_view_settings(link)
    (service,) = found["services"]
    assert service["cwd"] == str(shared / "course")
    assert service["environment"]["CLASS_VIEW_FOLDER"] == str(shared / "class-view")
    assert (ROOT / service["command"][-1].replace(".", "/") / "__main__.py").is_file()
    assert found["environment"]["COURSE_CLASS_VIEW"] == f"{service['url']}/services/{service['name']}"


def test_the_days_that_learners_are_told_are_those_after_which_records_are_deleted():
    """Both numbers come from the same place on one machine, and must on Kubernetes too."""
    found = class_view_settings(CLASSROOM / "class_view_config.py")
    kubernetes = yaml.safe_load((CLASSROOM / "values_class_view.yaml").read_text(encoding="utf-8"))
    told = found["environment"]["COURSE_CLASS_VIEW_DAYS"]
    assert found["services"][0]["environment"]["COURSE_CLASS_VIEW_DAYS"] == told
    assert kubernetes["singleuser"]["extraEnv"]["COURSE_CLASS_VIEW_DAYS"] == told
    assert class_view_pod()["COURSE_CLASS_VIEW_DAYS"] == told


def class_view_pod():
    """Return the environment of the class view's pod on Kubernetes; what comes from a secret is None."""
    parts = list(yaml.safe_load_all((CLASSROOM / "class_view.yaml").read_text(encoding="utf-8")))
    (container,) = parts[-1]["spec"]["template"]["spec"]["containers"]
    assert container["image"] == f"{SERVER['image']['name']}:{SERVER['image']['tag']}"
    return {one["name"]: one.get("value") for one in container["env"]}


def test_the_class_view_is_the_same_on_kubernetes():
    """The load test runs it on one machine only."""
    found = class_view_settings(CLASSROOM / "class_view_config.py")
    kubernetes = yaml.safe_load((CLASSROOM / "values_class_view.yaml").read_text(encoding="utf-8"))
    hub, pod = kubernetes["hub"], class_view_pod()
    ((name, service),) = hub["services"].items()
    assert name == found["services"][0]["name"] == pod["JUPYTERHUB_SERVICE_NAME"]
    assert {role: one["scopes"] for role, one in hub["loadRoles"].items()} == found["roles"]
    assert list(hub["config"]["JupyterHub"]["load_groups"]) == list(found["groups"]) == ["teachers"]
    assert pod["CLASS_VIEW_TEACHERS"] == "teachers"
    assert pod["JUPYTERHUB_SERVICE_PREFIX"] == f"/services/{name}/"
    assert pod["JUPYTERHUB_CLIENT_ID"] == f"service-{name}"
    address = kubernetes["singleuser"]["extraEnv"]["COURSE_CLASS_VIEW"]
    assert address == f"{service['url']}{pod['JUPYTERHUB_SERVICE_PREFIX']}".removesuffix("/")
    port = int(service["url"].rpartition(":")[2])
    (rule,) = kubernetes["singleuser"]["networkPolicy"]["egress"]
    assert rule["ports"][0]["port"] == port
    assert pod["JUPYTERHUB_SERVICE_URL"].endswith(f":{port}")


def test_the_page_about_the_class_view_shows_the_last_load_test():
    """Teachers decide by these numbers whether to trust the page."""
    figures = class_view_table.figures()
    page = class_view_table.PAGE.read_text(encoding="utf-8")
    assert class_view_table.with_table(page, figures) == page
    assert figures["hub"]["learners"] >= 20
    assert figures["hub"]["within_soon"] >= 95
    assert figures["alone"]["kernels"] >= 200
    assert figures["alone"]["lost"] == 0


def test_learners_on_kubernetes_cannot_write_to_the_shared_volume():
    """Otherwise one learner's slip could change the lessons for everybody."""
    (mount,), (volume,) = SERVER["storage"]["extraVolumeMounts"], SERVER["storage"]["extraVolumes"]
    claim, _, keeper = yaml.safe_load_all((CLASSROOM / "volume.yaml").read_text(encoding="utf-8"))
    assert mount["name"] == volume["name"]
    assert mount["mountPath"] == SHARED
    assert mount["readOnly"] is volume["persistentVolumeClaim"]["readOnly"] is True
    assert volume["persistentVolumeClaim"]["claimName"] == claim["metadata"]["name"]
    (container,) = keeper["spec"]["containers"]
    assert container["image"] == f"{SERVER['image']['name']}:{SERVER['image']['tag']}"
    assert container["volumeMounts"][0]["mountPath"] == SHARED


def test_a_learner_gets_a_copy_of_the_branch_that_the_shared_course_is_on(shared, tmp_path):
    """From another branch, learners would get different lessons from the ones that the teacher shows."""
    done = start(shared, tmp_path / "ada", 'printf "%s " "$@"')
    assert done.stdout == f"{shared / 'course'} main {tmp_path / 'ada' / 'course'} the server --port=1\n"
    assert done.stderr == ""


def test_the_server_starts_even_if_the_lessons_cannot_be_updated(shared, tmp_path):
    """If the disk is full, or nbgitpuller is missing, learners still need yesterday's work."""
    done = start(shared, tmp_path / "ada", "exit 1")
    assert done.returncode == 0
    assert done.stdout == "the server --port=1\n"
    assert "as they were" in done.stderr


def test_the_shared_course_is_registered_once_as_safe_for_git(shared, tmp_path):
    """Git refuses to clone another user's repository, so learners would get no lessons."""
    for _ in range(2):
        start(shared, tmp_path / "ada", "true")
    registered = re.findall(r"directory = (.+)", (tmp_path / "ada" / ".gitconfig").read_text())
    assert registered == [str(shared / "course"), str(shared / "course" / ".git")]


def test_the_learners_folder_can_be_given_relative_to_the_home_folder(monkeypatch, tmp_path):
    """All learners on a hub share one setting; without `~` they would share one folder."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("COURSE_WORK", "~/course/notebooks/my_work")
    assert my_work() == tmp_path / "course" / "notebooks" / "my_work"


def test_the_tables_show_the_last_load_test():
    """Administrators rent machines according to these numbers."""
    module = machine_sizes()
    figures = yaml.safe_load((CLASSROOM / "measured.json").read_text(encoding="utf-8"))
    assert module.with_tables(PAGE, figures) == PAGE


def test_the_figures_come_from_a_whole_class_that_lost_no_work():
    """An administrator cannot plan with a run of three learners, or with one in which work was lost."""
    figures = yaml.safe_load((CLASSROOM / "measured.json").read_text(encoding="utf-8"))
    assert figures["learners"] >= 20
    assert all(figures["killed"][kept] for kept in ("answer_kept", "progress_kept", "correction_arrived"))


@pytest.mark.parametrize("kind", ["plain", "tensorflow", "training"])
@pytest.mark.parametrize("learners", [1, 5, 17, 30, 80, 200])
def test_the_recommended_machines_are_large_enough(kind, learners):
    """If the sizes were rounded down, the last learners' kernels would be killed."""
    module = machine_sizes()
    figures = yaml.safe_load((CLASSROOM / "measured.json").read_text(encoding="utf-8"))
    gigabytes, cores, words = module.machine_for(learners, kind, figures)
    count, memory, number = re.fullmatch(r"(one|\d+) machines? of (\d+) GB and (\d+) cores", words).groups()
    count = 1 if count == "one" else int(count)
    assert count * int(memory) >= gigabytes >= learners * figures[kind]["own"] / 1024
    assert count * int(number) >= cores


def test_links_on_the_page_point_to_files_and_headings_that_exist():
    """Administrators follow them the evening before the class."""
    page = CLASSROOM / "README.md"
    for target in LINK.findall(PAGE):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        file = (page.parent / name).resolve() if name else page
        assert file.exists(), target
        assert not anchor or anchor in anchors(file), target


def test_the_commands_on_the_page_use_files_that_exist():
    """Administrators type them on a server that nobody has tested."""
    named = re.findall(rf"(?:{SHARED}/course/|\s)((?:docs/classroom/|requirements)[\w./-]+)", PAGE)
    assert named
    assert not [name for name in named if not (ROOT / name).exists()]
    assert "load-test:" in (ROOT / "Makefile").read_text(encoding="utf-8")


def commands(page):
    """Return the commands on a page, each in one line."""
    blocks = re.findall(r"^ *```sh\n(.*?)```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    return [line.strip() for block in blocks for line in re.sub(r"\\\n\s*", "", block).splitlines()]


def test_every_command_that_installs_the_hub_keeps_its_version_and_its_accounts():
    """Without them, an administrator who adds the class view gets another chart, and locks the class out."""
    found = [line for page in CLASSROOM.glob("*.md") for line in commands(page) if "helm upgrade" in line]
    assert len(found) >= 2
    install = found[[("class_view" in line) for line in found].index(False)].split()
    for line in found:
        assert set(install) <= set(line.split()), line


@pytest.fixture
def homes(tmp_path):
    """Home folders of a hub: ada has lesson 02, and ben's is a link to hers."""
    for name in ("ada", "ben"):
        (tmp_path / f"jupyter-{name}" / "course" / "notebooks").mkdir(parents=True)
    lesson = "course/notebooks/02_convolution_by_hand.ipynb"
    (tmp_path / "jupyter-ada" / lesson).write_text("{}")
    (tmp_path / "jupyter-ben" / lesson).symlink_to(tmp_path / "jupyter-ada" / lesson)
    return tmp_path


def test_the_command_that_collects_runs_as_the_page_writes_it(homes, monkeypatch, capsys):
    """A teacher types it when the time is up, on a server, in front of the class."""
    (line,) = [line for line in commands(CLASSROOM / "grading.md") if "grading.collect" in line]
    program, *words = shlex.split(line.partition(" -m ")[2])
    words = [one.replace("/home", str(homes)).replace("~", str(homes)) for one in words]
    monkeypatch.setattr("sys.argv", [program, *words])
    collect.main()
    assert program == collect.main.__module__
    collected = homes / "collected"
    assert (collected / "submitted" / "ada" / "02_convolution_by_hand").is_dir()
    assert collected.stat().st_mode & 0o077 == 0, "learners on the server could read the hand-ins"
    assert "ben" in capsys.readouterr().out


def test_a_link_to_somebody_elses_lesson_is_not_collected(homes):
    """An administrator collects: ben would get ada's points, and read her answers in his feedback."""
    assert collect.collect("02", str(homes / "jupyter-*"), homes / "to") == (["ada"], ["ben"])
    assert not (homes / "to" / "submitted" / "ben").exists()


def test_the_command_that_deletes_a_learners_records_deletes_them(tmp_path):
    """A teacher has promised it; the hub's own page for users leaves them where they are."""
    (code,) = re.findall(r'python -c "(from pathlib import Path.*?)"\n', PAGE, re.DOTALL)
    store = Store(tmp_path / "class-view", 30)
    now = time.time()
    for name in ("ada", "ben"):
        store.add([Record(name, "1", now, "02", "exercise", "conv2d", "wrong", "", 0)])
    exec(code.replace(SHARED, str(tmp_path)), {})
    assert store.of_person("ada") == []
    assert len(store.of_person("ben")) == 1
    store.close()


def test_the_commands_for_lent_laptops_delete_all_that_a_learner_did(tmp_path):
    """The answers were saved in the lessons, and the page told teachers to delete another folder."""
    home, course = tmp_path / "home", tmp_path / "course"
    lesson = course / "notebooks" / "02_convolution_by_hand.ipynb"
    lesson.parent.mkdir(parents=True)
    lesson.write_text("a lesson")
    (course / ".gitignore").write_text((ROOT / ".gitignore").read_text(encoding="utf-8"))
    git = ["git", "-C", course, "-c", "user.name=Ada", "-c", "user.email=ada@example.org"]
    for arguments in (["init", "--quiet"], ["add", "--all"], ["commit", "--quiet", "--message", "x"]):
        subprocess.run([*git, *arguments], check=True)
    lesson.write_text("a lesson with Ada's answers")
    history = home / ".ipython" / "profile_default" / "history.sqlite"
    own = [lesson.parent / name for name in ("my_work/attempts.jsonl", "a.ipynb", ".ipynb_checkpoints/a")]
    for path in (history, *own):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("Ada's")
    lines = PAGE[PAGE.index("**Laptops that you lend.**") :].partition("```sh\n")[2].partition("```")[0]
    subprocess.run(["sh", "-ec", lines], cwd=course, env={**os.environ, "HOME": str(home)}, check=True)
    assert lesson.read_text() == "a lesson"
    assert [path for path in (history, *own) if path.exists()] == []


def test_the_usb_stick_has_what_builds_the_course():
    """A laptop without a network would stop at the last line, with thirty people waiting."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (needed,) = project["build-system"]["requires"]
    assert f"pip download {needed} " in PAGE


def test_the_readme_and_the_teaching_guide_link_to_the_page():
    """A teacher who has to prepare a room will not search the folders for it."""
    assert "(docs/classroom/README.md)" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert "(classroom/README.md" in (ROOT / "docs" / "teaching.md").read_text(encoding="utf-8")


def test_the_load_test_uses_the_same_versions_as_the_course():
    """Otherwise administrators plan with measurements of packages that no learner has."""
    locked = {}
    for name in ("requirements.txt", "requirements-classroom.txt"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "://" not in text
        locked[name] = dict(re.findall(r"^([\w.-]+)==(\S+)", text, re.MULTILINE))
    course, classroom = locked.values()
    assert course.items() <= classroom.items()
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["dependency-groups"]
    for wanted in map(Requirement, groups["classroom"]):
        assert classroom[wanted.name] in wanted.specifier


def test_no_other_file_overrides_environment_yml_on_binder():
    """repo2docker would use any of these instead, and visitors would get a different environment."""
    for rival in ("binder", ".binder", "Dockerfile", "Pipfile", "runtime.txt", "environment.yaml"):
        assert not (ROOT / rival).exists(), rival


def test_environment_yml_refers_to_requirements_in_a_way_that_binder_supports():
    """Otherwise repo2docker installs before it has copied the requirements, and visitors get no course."""
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    (lines,) = [item["pip"] for item in environment["dependencies"] if isinstance(item, dict)]
    for line in lines:
        option, _, name = line.partition(" ")
        assert option == "-r"
        assert (ROOT / name).is_file()


def test_binder_can_run_post_build():
    """If the script cannot run, visitors get an image without the course, and Binder reports no error."""
    script = (ROOT / "postBuild").read_bytes()
    assert script.startswith(b"#!/bin/bash\n")
    assert b"\r" not in script
    assert b"\nset -e\n" in script
    assert os.access(ROOT / "postBuild", os.X_OK)
    for needed in (
        b"pip install --no-deps --editable .",
        b"load_fashion_mnist",
        b"compileall",
        b"font_manager",
    ):
        assert needed in script
