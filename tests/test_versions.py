"""pyproject.toml, the locked files, environment.yml and the Makefile ask for the same versions."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
ENVIRONMENT = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
LOCKED_FILES = [
    "requirements.txt",
    "requirements-dev.txt",
    "requirements-classroom.txt",
    "requirements-lint.txt",
]
# What uv puts into a locked file when it is told nothing about where packages come from.
ALLOWED_OPTION = "--hash=sha256:"


def _entries(name):
    """Return the requirements of a locked file, each with the number of its hashes."""
    joined = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in joined.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    return [(Requirement(line.partition(ALLOWED_OPTION)[0]), line.count(ALLOWED_OPTION)) for line in lines]


def _versions(name):
    """Return package -> set of (version, marker) of a locked file."""
    versions = {}
    for requirement, _ in _entries(name):
        pinned = (str(requirement.specifier), str(requirement.marker))
        versions.setdefault(requirement.name, set()).add(pinned)
    return versions


def _python_range():
    return SpecifierSet(PROJECT["project"]["requires-python"])


def _wanted():
    """Return every dependency of pyproject.toml with the locked file that must hold it."""
    project, groups = PROJECT["project"], PROJECT["dependency-groups"]
    files = {name: f"requirements-{name if name in ('classroom', 'lint') else 'dev'}.txt" for name in groups}
    yield from ((wanted, "requirements.txt") for wanted in project["dependencies"])
    yield from ((wanted, files[name]) for name, group in groups.items() for wanted in group)
    for extra in project["optional-dependencies"].values():
        yield from ((wanted, "requirements-classroom.txt") for wanted in extra)


@pytest.mark.parametrize(("wanted", "locked_file"), list(_wanted()))
def test_every_dependency_is_locked_within_its_range(wanted, locked_file):
    """Whoever raises a bound and forgets `make lock` would ship a course that installs the old version."""
    wanted = Requirement(wanted)
    locked = [requirement for requirement, _ in _entries(locked_file) if requirement.name == wanted.name]
    assert locked, f"{wanted.name} is not in {locked_file}: run `make lock`"
    for requirement in locked:
        version = str(requirement.specifier).removeprefix("==")
        assert version in wanted.specifier, f"{locked_file} has {requirement}, pyproject.toml wants {wanted}"


@pytest.mark.parametrize("name", LOCKED_FILES)
def test_every_locked_package_has_one_exact_version_and_hashes(name):
    """A learner's installation must not change overnight, nor take a file that was swapped."""
    for requirement, hashes in _entries(name):
        assert re.fullmatch(r"==[^*,]+", str(requirement.specifier)), f"{requirement} in {name} is not pinned"
        assert hashes, f"{requirement} in {name} has no hash"


@pytest.mark.parametrize("name", LOCKED_FILES)
def test_locked_files_name_no_address_and_no_folder(name):
    """An index or a path of one machine would stop the installation on every other."""
    text = (ROOT / name).read_text(encoding="utf-8")
    assert not re.search(
        r"://|^\s*(-i|-f|-e|--index|--extra-index|--find-links|--trusted)", text, re.MULTILINE
    )
    assert not re.search(r"(^|\s)/\w", text)


def test_tests_run_on_the_versions_the_course_runs_on():
    """Otherwise the tests prove something about packages that no learner has."""
    course, *others, lint = (_versions(name) for name in LOCKED_FILES)
    for other in others:
        assert {name: other.get(name) for name in course} == course
    # The linters run none of the course, but are installed beside it.
    for name in lint.keys() & others[0].keys():
        assert {version for version, _ in lint[name]} == {version for version, _ in others[0][name]}, name


def test_conda_and_binder_take_their_versions_from_the_same_file():
    """Two lists of versions would differ before long; environment.yml only points at requirements.txt."""
    assert ENVIRONMENT["channels"] == ["conda-forge", "nodefaults"]
    pip_lists = [item["pip"] for item in ENVIRONMENT["dependencies"] if isinstance(item, dict)]
    assert pip_lists == [["-r requirements.txt"]]


def test_conda_and_binder_get_a_python_the_course_supports():
    """Python is the one thing that environment.yml pins itself."""
    (python,) = [
        item for item in ENVIRONMENT["dependencies"] if isinstance(item, str) and item.startswith("python=")
    ]
    version = python.removeprefix("python=")
    assert re.fullmatch(r"3\.\d+", version)
    assert _python_range().contains(version)


def test_make_looks_for_exactly_the_supported_pythons():
    """`make lab` refusing a Python that works, or taking one that does not, ends the course at line one."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    low, high = re.search(r"\((3, \d+)\) <= sys\.version_info\[:2\] < \((3, \d+)\)", makefile).groups()
    supported = SpecifierSet(f">={low.replace(', ', '.')},<{high.replace(', ', '.')}")
    assert supported == _python_range()
    named = re.findall(r"python(3\.\d+)", re.search(r"^VERSIONS.*$", makefile, re.MULTILINE).group())
    assert named
    assert all(_python_range().contains(version) for version in named)


def test_ruff_checks_for_the_oldest_supported_python():
    """Syntax of a newer Python passes on the maintainer's machine and breaks on a learner's."""
    target = PROJECT["tool"]["ruff"]["target-version"].replace("py3", "3.")
    assert f">={target}" in PROJECT["project"]["requires-python"]
