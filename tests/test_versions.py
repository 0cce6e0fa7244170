"""pyproject.toml, the locked files, environment.yml and the Makefile agree on all versions."""

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
# The only option that uv writes into a locked file if it gets no index and no folder.
ALLOWED_OPTION = "--hash=sha256:"


def _entries(name):
    """Return the requirements in a locked file, each with its number of hashes."""
    joined = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in joined.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    return [(Requirement(line.partition(ALLOWED_OPTION)[0]), line.count(ALLOWED_OPTION)) for line in lines]


def _versions(name):
    """Return, for each package in a locked file, the set of its (version, marker) pairs."""
    versions = {}
    for requirement, _ in _entries(name):
        pinned = (str(requirement.specifier), str(requirement.marker))
        versions.setdefault(requirement.name, set()).add(pinned)
    return versions


def _python_range():
    return SpecifierSet(PROJECT["project"]["requires-python"])


def _wanted():
    """Return every dependency in pyproject.toml with the locked file that must contain it."""
    project, groups = PROJECT["project"], PROJECT["dependency-groups"]
    files = {name: f"requirements-{name if name in ('classroom', 'lint') else 'dev'}.txt" for name in groups}
    yield from ((wanted, "requirements.txt") for wanted in project["dependencies"])
    yield from ((wanted, files[name]) for name, group in groups.items() for wanted in group)
    for extra in project["optional-dependencies"].values():
        yield from ((wanted, "requirements-classroom.txt") for wanted in extra)


@pytest.mark.parametrize(("wanted", "locked_file"), list(_wanted()))
def test_every_dependency_is_locked_within_its_range(wanted, locked_file):
    """If a maintainer raises a bound and forgets `make lock`, learners would still get the old version."""
    wanted = Requirement(wanted)
    locked = [requirement for requirement, _ in _entries(locked_file) if requirement.name == wanted.name]
    assert locked, f"{wanted.name} is not in {locked_file}: run `make lock`"
    for requirement in locked:
        version = str(requirement.specifier).removeprefix("==")
        assert version in wanted.specifier, f"{locked_file} has {requirement}, pyproject.toml wants {wanted}"


@pytest.mark.parametrize("name", LOCKED_FILES)
def test_every_locked_package_has_one_exact_version_and_hashes(name):
    """A learner's installation must not change overnight, or accept a file that was tampered with."""
    for requirement, hashes in _entries(name):
        assert re.fullmatch(r"==[^*,]+", str(requirement.specifier)), f"{requirement} in {name} is not pinned"
        assert hashes, f"{requirement} in {name} has no hash"


@pytest.mark.parametrize("name", LOCKED_FILES)
def test_locked_files_contain_no_index_url_and_no_path(name):
    """A URL or a path from one machine would break the installation on all others."""
    text = (ROOT / name).read_text(encoding="utf-8")
    assert not re.search(
        r"://|^\s*(-i|-f|-e|--index|--extra-index|--find-links|--trusted)", text, re.MULTILINE
    )
    assert not re.search(r"(^|\s)/\w", text)


def test_the_tests_use_the_same_versions_as_the_course():
    """Otherwise the tests say nothing about the packages that learners have."""
    course, *others, lint = (_versions(name) for name in LOCKED_FILES)
    for other in others:
        assert {name: other.get(name) for name in course} == course
    # The linters don't run the course, but they are installed in the same environment.
    for name in lint.keys() & others[0].keys():
        assert {version for version, _ in lint[name]} == {version for version, _ in others[0][name]}, name


def test_conda_and_binder_take_their_versions_from_requirements_txt():
    """With a second list of versions, users of conda and Binder would sooner or later get different ones."""
    assert ENVIRONMENT["channels"] == ["conda-forge", "nodefaults"]
    pip_lists = [item["pip"] for item in ENVIRONMENT["dependencies"] if isinstance(item, dict)]
    assert pip_lists == [["-r requirements.txt"]]


def test_conda_and_binder_get_a_python_the_course_supports():
    """environment.yml sets the Python version itself, and a wrong one breaks the course for its users."""
    (python,) = [
        item for item in ENVIRONMENT["dependencies"] if isinstance(item, str) and item.startswith("python=")
    ]
    version = python.removeprefix("python=")
    assert re.fullmatch(r"3\.\d+", version)
    assert _python_range().contains(version)


def test_make_looks_for_exactly_the_supported_pythons():
    """If `make lab` rejects a Python that works, or accepts one that doesn't, a learner cannot even start."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    low, high = re.search(r"\((3, \d+)\) <= sys\.version_info\[:2\] < \((3, \d+)\)", makefile).groups()
    supported = SpecifierSet(f">={low.replace(', ', '.')},<{high.replace(', ', '.')}")
    assert supported == _python_range()
    named = re.findall(r"python(3\.\d+)", re.search(r"^VERSIONS.*$", makefile, re.MULTILINE).group())
    assert named
    assert all(_python_range().contains(version) for version in named)


def test_ruff_checks_for_the_oldest_supported_python():
    """Newer syntax would work on the maintainer's machine and fail on a learner's."""
    target = PROJECT["tool"]["ruff"]["target-version"].replace("py3", "3.")
    assert f">={target}" in PROJECT["project"]["requires-python"]
