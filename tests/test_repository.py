"""What makes a public repository: continuous integration, versions, the citation, the address."""

import http.server
import json
import re
import shutil
import sys
import threading
import tomllib
from pathlib import Path

import pytest
import yaml

from helpers.lessons import course_map
from tests import address
from tests.pages import tools

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
WORKFLOWS = {
    path.stem: path.read_text(encoding="utf-8") for path in (ROOT / ".github/workflows").glob("*.yml")
}
CITATION = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
RELEASE = re.compile(r"^## (\d+\.\d+\.\d+) – (\d{4}-\d\d-\d\d)$", re.MULTILINE)


def workflows():
    """Parametrise a test with every workflow."""
    return pytest.mark.parametrize("name", sorted(WORKFLOWS))


def jobs(name):
    """Return the jobs of a workflow."""
    return yaml.safe_load(WORKFLOWS[name])["jobs"].values()


def steps(name):
    """Return all steps of a workflow."""
    return [step for job in jobs(name) for step in job["steps"]]


def commands_of(target):
    """Return the lines of a target of the Makefile."""
    return re.search(rf"^{target}:.*\n((?:\t.*\n)+)", MAKEFILE, re.MULTILINE)[1]


# --- continuous integration ---


def test_the_tests_run_by_the_same_command_everywhere():
    """A workflow with its own commands would pass where a maintainer's machine fails, or the reverse."""
    assert [step["run"] for step in steps("tests") if "run" in step] == ["bash .ci/run"]
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert re.findall(r"^make (\w+)", script, re.MULTILINE) == ["lint", "test"]


def test_the_tests_run_on_the_oldest_and_the_newest_python():
    """Otherwise, a learner with the other version would be the first to find a mistake."""
    low, high = re.fullmatch(r">=3\.(\d+),<3\.(\d+)", PROJECT["requires-python"]).groups()
    (job,) = jobs("tests")
    assert job["strategy"]["matrix"]["python"] == [f"3.{low}", f"3.{int(high) - 1}"]


@workflows()
def test_a_workflow_calls_commands_that_exist(name):
    """It would fail only on GitHub, where nobody looks until it matters."""
    verbs = set(re.search(r"^\.PHONY: (.+)$", MAKEFILE, re.MULTILINE)[1].split())
    commands = [step["run"] for step in steps(name) if "run" in step]
    assert commands
    for command in commands:
        program, *arguments = command.split()
        if program == "pipx":  # GitHub's machines have it
            assert re.fullmatch(r"run [a-z-]+==[\d.]+", " ".join(arguments)), command
            continue
        assert (program == "make" and set(arguments) <= verbs) or (ROOT / arguments[0]).is_file(), command


@workflows()
def test_a_workflow_may_only_read_and_ends(name):
    """A package that turns bad could otherwise change the repository, and a test that hangs costs hours."""
    workflow = yaml.safe_load(WORKFLOWS[name])
    assert workflow["permissions"] == {"contents": "read"}
    assert workflow["concurrency"]["cancel-in-progress"] is True
    for job in jobs(name):
        assert job["timeout-minutes"] <= 90
        if "permissions" in job:  # publishing the web edition runs none of the course's code
            assert set(job["permissions"]) == {"pages", "id-token"}
            assert all("uses" in step for step in job["steps"])
    for step in steps(name):
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False


def test_actions_are_githubs_own_in_one_major_version_each():
    """Somebody else's action can change what it does; two versions of one are a forgotten update."""
    used = {step["uses"] for name in WORKFLOWS for step in steps(name) if "uses" in step}
    assert all(re.fullmatch(r"actions/[a-z-]+@v\d+", one) for one in used)
    names = [one.partition("@")[0] for one in used]
    assert len(names) == len(set(names))


def test_links_are_tried_weekly_and_never_before_a_merge():
    """A server that is down somewhere would stop a change that has nothing to do with it."""
    workflow = yaml.safe_load(WORKFLOWS["linkcheck"])
    assert set(workflow[True]) == {"schedule", "workflow_dispatch"}  # YAML reads the word `on` as true
    assert re.fullmatch(r"\d+ \d+ \* \* [0-6]", workflow[True]["schedule"][0]["cron"])


def test_lint_reads_every_file_that_github_reads():
    """GitHub ignores a form or a setting that it does not understand, and says so on no page."""
    commands = commands_of("lint")
    files = [path.relative_to(ROOT) for path in (ROOT / ".github").rglob("*.yml")]
    for file in files:
        own = file.name == "zizmor.yml" or file.parent.name == "workflows"
        assert own or str(file) in commands, file
    assert ".github/workflows/*.yml" in commands
    assert "CITATION.cff" in commands


def test_updates_are_proposed_for_all_that_is_locked():
    """Packages without proposed updates grow old unnoticed."""
    dependabot = yaml.safe_load((ROOT / ".github/dependabot.yml").read_text(encoding="utf-8"))
    updated = {one["package-ecosystem"]: ROOT / one["directory"].strip("/") for one in dependabot["updates"]}
    assert set(updated) == {"github-actions", "pip", "npm"}
    assert (updated["npm"] / "package-lock.json").is_file()
    assert (updated["pip"] / "requirements.txt").is_file()


def test_the_form_for_a_wrong_number_lists_the_lessons():
    """Somebody who found a mistake in a lesson that is missing there may not report it."""
    form = yaml.safe_load((ROOT / ".github/ISSUE_TEMPLATE/number.yml").read_text(encoding="utf-8"))
    (lesson,) = [part for part in form["body"] if part.get("id") == "lesson"]
    numbers = [one.number for one in course_map().lessons]
    assert lesson["attributes"]["options"] == [*numbers, "another page"]


# --- Node.js ---


def test_the_locked_packages_of_node_name_no_host():
    """Each machine decides where its packages come from; it may have a mirror of its own."""
    lock = json.loads((tools.HERE / "package-lock.json").read_text(encoding="utf-8"))
    wanted = json.loads((tools.HERE / "package.json").read_text(encoding="utf-8"))
    assert wanted["private"] is True
    packages = {name.removeprefix("node_modules/"): one for name, one in lock["packages"].items() if name}
    assert all(one["integrity"].startswith("sha512-") and "resolved" not in one for one in packages.values())
    assert not re.search(r"registry|\.tgz", json.dumps(lock))
    assert wanted["devDependencies"] == {
        name: packages[name]["version"] for name in lock["packages"][""]["devDependencies"]
    }


def test_the_node_that_make_lint_installed_is_the_one_that_runs(monkeypatch, tmp_path):
    """An older one on the machine would stop at syntax that continuous integration accepts."""
    for folder in ("environment", "machine"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "node").touch(mode=0o755)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "environment" / "python"))
    monkeypatch.setenv("PATH", str(tmp_path / "machine"))
    assert Path(tools.find("node")).parent.name == "environment"
    (tmp_path / "environment" / "node").unlink()
    assert Path(tools.find("node")).parent.name == "machine"
    (tmp_path / "machine" / "node").unlink()
    assert tools.find("node") is None


def test_without_node_the_checks_of_pages_are_left_out_and_say_so(monkeypatch, capsys):
    """A learner or teacher who runs the tests must not have to install it; a maintainer must hear of it."""
    monkeypatch.setattr(tools, "find", lambda program: None)
    assert tools.main() == 0
    assert tools.NO_NODE in capsys.readouterr().out


def test_a_report_names_the_file_to_edit(monkeypatch, tmp_path):
    """A maintainer who edits the copy in .pages loses the work with the next run."""
    monkeypatch.setattr(tools, "ROOT", tmp_path)
    monkeypatch.setattr(tools, "WIDGETS", tmp_path / "helpers" / "widgets")
    (tools.WIDGETS / "shared").mkdir(parents=True)
    (tools.WIDGETS / "shared" / "dom.js").touch()
    report = tools.with_sources("../.pages/shared/dom.js(3,1): error\n.pages/shared/limits.js(1,1): error")
    assert report == "helpers/widgets/shared/dom.js(3,1): error\n.pages/shared/limits.js(1,1): error"


def test_make_clean_removes_all_that_git_ignores_but_the_work_of_people():
    """A folder left behind may let a test pass that fails for everybody else."""
    lines = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    ignored = {line.rstrip("/") for line in lines if line and not line.startswith("#")}
    removed = {Path(name).name for name in commands_of("clean").split()[2:]}
    # A learner's work, a class's grades, the history that its learners pull, and what comes back by itself.
    kept = {"notebooks/my_work", "_nbgrader", "_learners", ".ipynb_checkpoints", "__pycache__"}
    assert ignored - removed == kept


# --- versions and citation ---


def test_the_citation_the_changelog_and_the_package_have_one_version():
    """A paper would cite a version that does not exist."""
    version, date = RELEASE.search((ROOT / "CHANGELOG.md").read_text(encoding="utf-8")).groups()
    assert (version, date) == (PROJECT["version"], str(CITATION["date-released"]))
    assert CITATION["version"] == PROJECT["version"]


def test_the_citation_says_what_a_reference_needs():
    """Reference managers drop a file that lacks one of these. `make lint` compares it with all the rules."""
    assert CITATION["cff-version"] == "1.2.0"
    assert CITATION["title"] in (ROOT / "README.md").read_text(encoding="utf-8")
    assert CITATION["message"]
    assert all(author.keys() in ({"name"}, {"family-names", "given-names"}) for author in CITATION["authors"])
    assert " AND ".join(CITATION["license"]) == PROJECT["license"]


# --- the address of the repository ---


@pytest.fixture
def copy(tmp_path):
    """A copy of the files that the address is in."""
    for file in {place.file for place in address.PLACES}:
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / file, tmp_path / file)
    return tmp_path


def texts(folder):
    """Return the text of every file of a folder."""
    return {path: path.read_text(encoding="utf-8") for path in folder.rglob("*") if path.is_file()}


def test_no_link_leads_to_an_address_that_nobody_has():
    """Visitors try the badge first, and a dead one shows that nobody looks after the course."""
    folders = [ROOT / "docs", ROOT / ".github", ROOT / "notebooks"]
    files = [path for folder in folders for path in folder.rglob("*.*") if path.is_file()]
    for file in [*files, *(ROOT / place.file for place in address.PLACES)]:
        assert not re.search(rb"OWNER/|/REPOSITORY", file.read_bytes()), file


def test_the_address_is_written_everywhere_and_can_change(copy):
    """After a move to another account, the course would send its readers to the old one."""
    address.write_address(copy, "ada/convolutions")
    first = texts(copy)
    assert all("ada/convolutions" in text for text in first.values())
    address.write_address(copy, "grace-hopper/Course_2.0")
    second = texts(copy)
    assert not any("ada/convolutions" in text for text in second.values())
    again = {
        path: text.replace("grace-hopper/Course_2.0", "ada/convolutions") for path, text in second.items()
    }
    assert again == first


def test_with_an_address_all_files_can_still_be_read(copy):
    """A table in the wrong place of pyproject.toml would break the installation."""
    address.write_address(copy, "ada/convolutions")
    project = tomllib.loads((copy / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project.pop("urls")["Repository"] == "https://github.com/ada/convolutions"
    assert project == {key: value for key, value in PROJECT.items() if key != "urls"}
    citation = yaml.safe_load((copy / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["repository-code"] == "https://github.com/ada/convolutions"
    form = yaml.safe_load((copy / ".github/ISSUE_TEMPLATE/config.yml").read_text(encoding="utf-8"))
    assert form["contact_links"][0]["url"].startswith("https://github.com/ada/convolutions/")
    readme = (copy / "README.md").read_text(encoding="utf-8")
    assert len(re.findall(r"mybinder\.org/v2", readme)) == 1
    assert "/v2/gh/ada/convolutions/HEAD?urlpath=lab/tree/notebooks/00_start_here.ipynb" in readme
    assert "ADDRESS" not in (copy / "docs/classroom/README.md").read_text(encoding="utf-8")


MALFORMED = [
    *("", "ada", "ada/", "/convolutions", "ada/conv/olutions", "ada convolutions", "ada/convolutions\n"),
    *("-ada/x", "ada-/x", "a--da/x", "ádá/x", "a" * 40 + "/x"),
    *("ada/..", "ada/convolutions.git", "https://github.com/ada/convolutions"),
]


@pytest.mark.parametrize("malformed", MALFORMED)
def test_a_malformed_address_changes_nothing_and_gets_a_sentence(copy, malformed):
    """GitHub would answer "not found" to every reader, and nobody would know why."""
    before = texts(copy)
    with pytest.raises(ValueError, match="make address ARGS=ada/convolutions"):
        address.write_address(copy, malformed)
    assert texts(copy) == before


def test_a_file_without_its_place_for_the_address_is_named_and_nothing_changes(copy):
    """New addresses in half of the files and old ones in the others would be worse than none."""
    readme = copy / "README.md"
    readme.write_text(
        readme.read_text(encoding="utf-8").replace("<!-- end of binder -->", ""), encoding="utf-8"
    )
    before = texts(copy)
    with pytest.raises(ValueError, match=r"README\.md has lost a place"):
        address.write_address(copy, "ada/convolutions")
    assert texts(copy) == before


# --- links outside the course ---


class OnePage(http.server.BaseHTTPRequestHandler):
    """A web server with a single page."""

    def do_HEAD(self):
        """Answer as most servers do."""
        self.send_response(200 if self.path == "/there" else 404)
        self.end_headers()

    def log_message(self, *_):
        """Keep the test's output clean."""


@pytest.fixture
def server():
    """The address of a web server on this machine."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), OnePage) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()


def test_a_broken_link_is_reported_with_its_page_and_line(server, tmp_path, capfd):
    """The weekly run would otherwise stay green while a reader meets "not found"."""
    from docs.site import build  # late: it imports Sphinx

    page = tmp_path / "sources" / "index.md"
    page.parent.mkdir()
    page.write_text(f"# A page\n\n[One]({server}/there) and\n[another]({server}/gone).\n", encoding="utf-8")
    assert build.broken_links(page.parent, tmp_path)
    told = capfd.readouterr()
    assert "1 working, 0 redirected, 0 timeout, 1 broken" in told.out
    assert re.search(r"index\.md:\d+: .*broken link: .*/gone", told.err)
    page.write_text(f"# A page\n\n[One]({server}/there)\n", encoding="utf-8")
    assert build.broken_links(page.parent, tmp_path) is None
