"""Make the learners' edition: the course without its solutions, or with those that you have released.

make learners                            without solutions, into _learners/
make learners ARGS="--solutions-to 04"   with those of lessons 00 to 04

Lessons have no saved outputs in it: they would show what learners should predict first.
The folder is a Git repository of its own, whose history never had the solutions. Run the command again to
release more, or after you have updated the course: it makes one commit for each change. What you have put
into the folder yourself, such as packages for other laptops, stays there and is not committed.
"""

import argparse
import fnmatch
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "_learners"
# Everything else stays with the teacher: the tests have right answers, the teaching pages those of the votes.
KEPT = (
    "README.md", "LICENSE", "CITATION.cff", ".gitignore", "environment.yml", "postBuild", "pyproject.toml",
    "requirements.txt", "Makefile", "helpers/*", "lab/*", "notebooks/*.ipynb", "images/*.svg", "images/*.png",
    "docs/glossary.md", "docs/classroom/classroom_config.py", "docs/classroom/update_lessons.sh",
    "docs/classroom/accounts.py",
)  # fmt: skip
SOLUTIONS = "notebooks/solutions"
LINK = re.compile(r"(?<!!)\[([^\]]*)\]\((?![a-z]+:|#)([^)#]*)(#[^)]*)?\)")
# What the README says to teachers and maintainers, and what a learner reads instead.
REPLACED = tuple(
    (re.compile(pattern, re.MULTILINE | re.DOTALL), instead)
    for pattern, instead in (
        (r"^<!-- badges: .*?<!-- end of badges -->\n\n", ""),
        (r"`git clone \S+`, then `cd` into its folder\..*?\n\n", (
            "`git clone ADDRESS`, with the address that your teacher gives you, then `cd` into its\n"
            "folder. A copy of the folder from a USB stick works too.\n\n"
        )),
        (r"^make test [^\n]*\n", ""),
        (r"\[Windows\]\(([^)]*)\), with\s\[conda\]\(([^)]*)\) and on \[Binder\]\([^)]*\)\.", (
            r"[Windows](\1) and with\n[conda](\2)."
        )),
        (r" If you only want to read, there is\s\[a web edition\]\([^)]*\)\.", ""),
        (r"^If you teach, .*?\n\n", ""),
        (r"; use Binder there\.", "."),
        (r"^## Binder\n.*?(?=^## )", ""),
        (r"^## Without any set-up: .*?(?=^## )", ""),
        (r"^(<!-- paths): written by [^\n]* -->", r"\1 -->"),
        (r"^- \[(?:Benchmarks|Robustness|Teaching|Contributing)\b.*?(?=^- |^## )", ""),
    )
)  # fmt: skip
SETTINGS = ("ARGS", "UV_VERSION", "BIN", "VERSIONS", "PYTHON", "INSTALL")  # of the Makefile, and its targets
TARGETS = ("lab", "$(BIN)/uv", ".venv/course.stamp")


def make_learners(folder, solutions_to=None):
    """Write the learners' edition, and commit it.

    Parameters
    ----------
    folder : pathlib.Path
        Made if it is missing; otherwise it must be one that this function made, or an empty repository.
    solutions_to : str, optional
        The number of the last lesson whose solutions are released; none for no solutions.

    Returns
    -------
    list of str
        The solutions that are in it.

    Raises
    ------
    ValueError
        If the folder contains something else, there is no such lesson, or the course has no history.
    """
    numbers = sorted(path.name[:2] for path in (ROOT / "notebooks").glob("??_*.ipynb"))
    if solutions_to is not None and solutions_to not in numbers:
        raise ValueError(f"There is no lesson {solutions_to}. The lessons are {numbers[0]} to {numbers[-1]}.")
    tracked = _files_of_the_course()
    _begin(folder)
    released = [
        name for name in tracked if name.startswith(f"{SOLUTIONS}/") and _is_released(name, solutions_to)
    ]
    kept = [name for name in tracked if _is_kept(name)]
    for name in [*kept, *released]:
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, place)
    (folder / SOLUTIONS).mkdir(parents=True, exist_ok=True)
    (folder / SOLUTIONS / "README.md").write_text(_about(solutions_to), encoding="utf-8")
    makefile = folder / "Makefile"
    makefile.write_text(_for_learners(makefile.read_text(encoding="utf-8")), encoding="utf-8")
    readme = folder / "README.md"
    readme.write_text(_readme_for_learners(readme.read_text(encoding="utf-8")), encoding="utf-8")
    for lesson in (folder / "notebooks").glob("*.ipynb"):
        lesson.write_text(_without_outputs(lesson.read_text(encoding="utf-8")), encoding="utf-8")
    for page in folder.rglob("*.md"):
        page.write_text(_without_dead_links(page, folder), encoding="utf-8")
    _commit(folder, [*kept, *released, f"{SOLUTIONS}/README.md"], solutions_to)
    return released


def _files_of_the_course():
    """Return the names of the files that belong to the course. This leaves out everybody's own files."""
    if not (ROOT / ".git").exists():
        raise ValueError(
            "This copy of the course has no history, so Git cannot tell its files from yours: it may come "
            "from a ZIP file. Get the course with `git clone`, and run make learners there."
        )
    return _git(ROOT, "ls-files").splitlines()


def _begin(folder):
    """Take away the files of an earlier edition, or begin a new one."""
    names = {path.name for path in folder.iterdir()} if folder.exists() else set()
    if not names:
        folder.mkdir(parents=True, exist_ok=True)
        _git(folder, "init", "--quiet", "--initial-branch=main")
    elif ".git" not in names or (len(names) > 1 and not (folder / SOLUTIONS / "README.md").exists()):
        raise ValueError(f"{folder.name} contains something else. Choose another folder with --to.")
    for name in _git(folder, "ls-files", "-z").split("\0"):
        if name:
            (folder / name).unlink(missing_ok=True)


def _is_kept(name):
    return not name.startswith(f"{SOLUTIONS}/") and any(fnmatch.fnmatch(name, pattern) for pattern in KEPT)


def _is_released(name, solutions_to):
    return solutions_to is not None and Path(name).name[:2] <= solutions_to


def _about(solutions_to):
    if solutions_to is None:
        return "# Solutions\n\nYour teacher will release them, lesson by lesson.\n"
    here = f"Those of lessons 00 to {solutions_to} are here. Your teacher will release the others."
    return f"# Solutions\n\n{here}\n"


def _for_learners(makefile):
    """Return a Makefile with what a learner needs: everything else uses files that are not there."""
    settings = [_part_of(makefile, name, rf"^(?:#.*\n)*{name} *[:?]?=(?:.*\\\n)*.*\n") for name in SETTINGS]
    lab, *others = [_part_of(makefile, name, rf"^{re.escape(name)}:.*\n(?:\t.*\n?)+") for name in TARGETS]
    lab = lab.replace(" $(EXTRA:%=.venv/%.stamp)", "")
    return "\n".join(["".join(settings), ".PHONY: lab\n", lab, *others])


def _part_of(makefile, name, pattern):
    """Return a setting or a target of the Makefile, as a whole."""
    found = re.findall(pattern, makefile, re.MULTILINE)
    if len(found) != 1:
        raise ValueError(f"The Makefile has changed: it sets {name} {len(found)} times instead of once.")
    return found[0]


def _readme_for_learners(text):
    for piece, instead in REPLACED:
        text, count = piece.subn(instead, text)
        if not count:
            raise ValueError(f"README.md has changed: nothing in it matches {piece.pattern!r}.")
    return text


def _without_outputs(notebook):
    """Return the text of a lesson that nobody has run yet."""
    content = json.loads(notebook)
    for cell in content["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"], cell["execution_count"] = [], None
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"


def _without_dead_links(page, folder):
    """Return the text of a page in which a link to something that is not there keeps its words only."""
    root = folder.resolve()

    def kept(found):
        target = (page.parent / found[2]).resolve()
        return found[0] if target.exists() and target.is_relative_to(root) else found[1]

    return LINK.sub(kept, page.read_text(encoding="utf-8"))


def _commit(folder, names, solutions_to):
    """Commit the files of the edition, and the removal of those that only an earlier one had."""
    _git(folder, "add", "--update")
    _git(folder, "add", "--pathspec-from-file=-", given="\n".join(names))
    if not _git(folder, "status", "--porcelain", "--untracked-files=no"):
        return
    what = (
        "without solutions" if solutions_to is None else f"with the solutions of lessons 00 to {solutions_to}"
    )
    teacher = () if _git(folder, "config", "user.email", check=False) else (
        "-c", "user.name=Teacher", "-c", "user.email=teacher@example.org",
    )  # fmt: skip
    _git(folder, *teacher, "commit", "--quiet", "--message", f"The lessons, {what}")


def _git(folder, *arguments, check=True, given=None):
    done = subprocess.run(
        ["git", "-C", folder, *arguments], input=given, capture_output=True, text=True, check=check
    )
    return done.stdout.strip()


def main():
    """Make the edition, and say what is in it."""
    parser = argparse.ArgumentParser(prog="make learners", description=__doc__.partition("\n")[0])
    parser.add_argument(
        "--solutions-to", metavar="LESSON", help="release the solutions up to this lesson: 04"
    )
    parser.add_argument("--to", type=Path, default=FOLDER, help="the folder, by default _learners")
    given = parser.parse_args()
    try:
        released = make_learners(given.to, given.solutions_to)
    except ValueError as problem:
        sys.exit(str(problem))
    except (OSError, subprocess.CalledProcessError) as problem:
        told = getattr(problem, "stderr", None) or problem
        sys.exit(f"The edition is made with Git, from a clone of the course. Git says: {told}".strip())
    print(f"The learners' edition is in {given.to.name}/, with {len(released)} solutions.")
    print("The answers inside the checks stay: see docs/teaching.md, The learners' edition.")


if __name__ == "__main__":
    main()
