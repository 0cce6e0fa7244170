"""How the modules of a page are joined into the one script that the browser runs."""

import json
import re
import subprocess

import numpy as np
import pytest

from helpers import palette
from helpers.pocket import pocket_network
from helpers.widgets import bundle
from helpers.widgets.shared import limits
from tests.pages.node import NO_NODE
from tests.pages.tools import find

PAGES = sorted(bundle.FOLDER.glob("*/page.js"))
needs_node = pytest.mark.skipif(find("node") is None, reason=NO_NODE)


@pytest.fixture(name="written")
def _written(monkeypatch, tmp_path):
    """A function that writes modules into a folder of their own and returns the path of the first."""
    monkeypatch.setattr(bundle, "FOLDER", tmp_path)

    def write(**modules):
        for name, text in modules.items():
            (tmp_path / f"{name}.js").write_text(text, encoding="utf-8")
        return tmp_path / f"{next(iter(modules))}.js"

    return write


def run(script):
    """Return what a bundle's default export is, as JSON carries it."""
    program = f"{script}\nconsole.log(JSON.stringify(result));"
    process = subprocess.run([find("node"), "-"], input=program, capture_output=True, text=True, check=True)
    return json.loads(process.stdout)


@needs_node
def test_imported_modules_come_first_and_each_comes_once(written):
    """A constant that is used before its module has run would stop every explorer."""
    entry = written(
        page='import { b } from "./b.js";\nimport { c } from "./c.js";\nexport default [b, c];\n',
        b='import { d } from "./d.js";\nexport const b = `b${d}`;\n',
        c='import { d } from "./d.js";\nexport function c() {}\nexport const unused = d;\n',
        d="let runs = 0;\nruns += 1;\nexport const d = runs;\n",
    )
    assert bundle.module_order("page.js") == ["d.js", "b.js", "c.js", "page.js"]
    script = bundle.bundle(entry, end="const result = {};")
    assert script.count("runs += 1") == 1
    assert run(script)[0] == "b1"


@needs_node
def test_a_name_in_one_module_does_not_clash_with_the_same_name_in_another(written):
    """Two explorers may each have a function called `compute`, and one page may import both."""
    imported = (
        'import { compute as other } from "./other.js";\nimport {\n  A,\n  b as last,\n} from "./other.js";'
    )
    entry = written(
        page=f"{imported}\nconst compute = () => 1;\nexport default [compute(), other(), new A().a, last];\n",
        other="export function compute() {\n  return 2;\n}\n"
        "export class A {\n  a = 3;\n}\nexport const b = 4;\nexport async function c() {}\n",
    )
    assert run(bundle.bundle(entry, end="const result = {};")) == [1, 2, 3, 4]


def test_a_circle_is_refused_with_the_names_along_it(written):
    """Joined in any order, one of the modules would find the other empty."""
    entry = written(
        page='import { a } from "./a.js";\nexport default a;\n',
        a='import { b } from "./b.js";\nexport const a = b;\n',
        b='import { a } from "./a.js";\nexport const b = a;\n',
    )
    with pytest.raises(ValueError, match=r"in a circle: page\.js → a\.js → b\.js → a\.js\."):
        bundle.bundle(entry)


@pytest.mark.parametrize(
    "line",
    [
        'import everything from "./a.js";',
        'import * as all from "./a.js";',
        'import "./a.js";',
        "import { a } from './a.js';",
        'import { a } from "./a.js"',
        'export { a } from "./a.js";',
        'export * from "./a.js";',
        "export let a = 1;",
        "export { a };",
    ],
)
def test_a_form_that_is_not_understood_is_refused_with_its_line(written, line):
    """Left in the script, it would be an error in the browser of a learner."""
    entry = written(page=f"const b = 1;\n{line}\nexport default b;\n", a="export const a = 1;\n")
    with pytest.raises(ValueError, match=r"page\.js has a line in a form") as refused:
        bundle.bundle(entry)
    assert repr(line)[1:-1] in str(refused.value)


@needs_node
def test_the_script_of_a_page_is_a_module_with_a_render_function(tmp_path):
    """anywidget asks for exactly that; a page that it cannot read leaves an empty output."""
    for page in PAGES:
        (tmp_path / f"{page.parent.name}.mjs").write_text(bundle.bundle(page), encoding="utf-8")
    program = "".join(
        f"const {page.parent.name} = await import({str(tmp_path / page.parent.name)!r} + '.mjs');\n"
        f"console.log('{page.parent.name}', typeof {page.parent.name}.default.render);\n"
        for page in PAGES
    )
    process = subprocess.run(
        [find("node"), "--input-type=module"], input=program, capture_output=True, text=True, check=True
    )
    assert process.stdout.split("\n")[:-1] == [f"{page.parent.name} function" for page in PAGES]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.parent.name)
def test_a_page_begins_in_its_own_folder_and_has_no_circle(page):
    """Each explorer's modules depend on the shared ones, and never on those of another explorer."""
    order = bundle.module_order(f"{page.parent.name}/page.js")
    assert order[-1] == f"{page.parent.name}/page.js"
    assert {name.split("/")[0] for name in order} <= {"shared", page.parent.name}
    for place, name in enumerate(order):
        assert set(bundle.imports(name)) <= set(order[:place])


@needs_node
def test_limits_and_colours_are_those_that_python_knows(tmp_path):
    """A limit or a colour that is typed twice will differ one day."""
    bundle.stage(tmp_path)
    program = (
        f"import * as limits from {str(tmp_path / 'shared/limits.js')!r};\n"
        f"import * as palette from {str(tmp_path / 'shared/palette.js')!r};\n"
        "console.log(JSON.stringify([limits, palette]));"
    )
    process = subprocess.run(
        [find("node"), "--input-type=module"], input=program, capture_output=True, text=True, check=True
    )
    known, colours = json.loads(process.stdout)
    assert known == json.loads(
        json.dumps({name: value for name, value in vars(limits).items() if name.isupper()})
    )
    import matplotlib

    signed = colours["SIGNED_COLOURS"]
    wanted = (255 * matplotlib.colormaps[palette.SIGNED](np.linspace(0, 1, len(signed)))[:, :3]).round()
    np.testing.assert_array_equal(signed, wanted)
    for ends, found in ((palette.COUNTS, "COUNT_COLOURS"), (palette.COUNTS_ON_DARK, "COUNT_COLOURS_ON_DARK")):
        wanted = [[int(end[start : start + 2], 16) for start in (1, 3, 5)] for end in ends]
        assert colours[found] == wanted


@needs_node
def test_garments_on_a_page_are_those_of_the_pocket_network(tmp_path):
    """A row too many, and each garment would show the feet of the one before."""
    bundle.stage(tmp_path)
    program = (
        f"import * as garments from {str(tmp_path / 'shared/garments.js')!r};\n"
        "console.log(JSON.stringify([garments.GARMENT_NAMES, garments.GARMENTS.map((one) => [...one])]));"
    )
    process = subprocess.run(
        [find("node"), "--input-type=module"], input=program, capture_output=True, text=True, check=True
    )
    names, pixels = json.loads(process.stdout)
    network = pocket_network()
    assert tuple(names) == network.names
    np.testing.assert_array_equal(pixels, network.garments.reshape(10, -1))


def test_staging_writes_every_module_as_it_is(tmp_path):
    """The linter and the type checker must see what the browser runs."""
    bundle.stage(tmp_path / "new")
    names = sorted(path.relative_to(tmp_path / "new").as_posix() for path in tmp_path.rglob("*.js"))
    assert names == bundle.module_names()
    for name in names:
        assert (tmp_path / "new" / name).read_text(encoding="utf-8") == bundle.source_of(name)
    assert json.loads((tmp_path / "new/package.json").read_text())["type"] == "module"
    bundle.stage(tmp_path / "new")  # again, over the old files


def test_every_module_is_used_by_a_page():
    """Maintaining code that no page runs is wasted work."""
    used = {name for page in PAGES for name in bundle.module_order(f"{page.parent.name}/page.js")}
    assert used == set(bundle.module_names())


def test_every_limit_is_used_by_python_and_by_a_page():
    """A limit that only one side knows belongs there, next to the code that uses it."""
    python = "".join(
        path.read_text(encoding="utf-8")
        for path in bundle.FOLDER.parent.rglob("*.py")
        if path.name != "limits.py"
    )
    pages = "".join(path.read_text(encoding="utf-8") for path in bundle.FOLDER.rglob("*.js"))
    source = (bundle.FOLDER / "shared/limits.py").read_text(encoding="utf-8")
    for name in [name for name in vars(limits) if name.isupper()]:
        # A limit that another one is made from counts as used where that one is.
        names = [name, *re.findall(rf"^(\w+) = .*\b{name}\b", source, re.MULTILINE)]
        for side, text in (("Python", python), ("a page", pages)):
            assert any(re.search(rf"\b{one}\b", text) for one in names), f"{name} is not used by {side}"
