"""A real hub with the classroom's settings: who can log in, and in which folder a learner's lessons open.

`make load-test` installs the hub and runs these tests first. Without a hub they are left out.
"""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from importlib.util import find_spec, module_from_spec, spec_from_file_location

import pytest
import yaml

from tests.execute_notebooks import NOTEBOOKS
from tests.test_classroom import CLASSROOM, SERVER, VALUES

ROOT = NOTEBOOKS.parent
NEEDED = ("jupyterhub", "firstuseauthenticator", "configurable_http_proxy", "nbgitpuller", "bcrypt")


def accounts():
    """Return the module docs/classroom/accounts.py, which is not part of a package."""
    spec = spec_from_file_location("accounts", CLASSROOM / "accounts.py")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def needs(*packages):
    """Leave a test out where packages of the classroom are missing, and say so."""
    missing = [name for name in packages if find_spec(name) is None]
    if missing:
        pytest.skip(
            f"{missing[0]} is not installed, so no hub was started: `make load-test` installs and tests it"
        )


class Visitor:
    """Somebody at the log-in page."""

    def __init__(self, hub):
        """Come without cookies."""
        import requests

        self.hub, self.browser = hub, requests.Session()

    def log_in(self, name, password):
        """Fill in the form, and return whether the hub lets the visitor in."""
        self.browser.cookies.clear()
        self.browser.get(f"{self.hub}/hub/login", timeout=30)
        token = next(c.value for c in self.browser.cookies if c.name == "_xsrf" and c.path == "/hub/")
        form = {"username": name, "password": password, "_xsrf": token}
        answer = self.browser.post(f"{self.hub}/hub/login", data=form, allow_redirects=False, timeout=60)
        assert answer.status_code in (302, 403), answer.text[:500]
        return answer.status_code == 302

    def get(self, path):
        """Return the answer to a page or a request."""
        return self.browser.get(f"{self.hub}{path}", headers={"Referer": f"{self.hub}/hub/home"}, timeout=60)


def three_free_ports():
    """Return a port after which two more are free."""
    while True:
        with socket.create_server(("127.0.0.1", 0)) as first:
            port = first.getsockname()[1]
            try:
                for other in (port + 1, port + 2):
                    socket.create_server(("127.0.0.1", other)).close()
            except (OSError, OverflowError):
                continue
            return port


def wait_for(condition, complaint, seconds=120):
    """Call a condition until it holds."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, complaint
        time.sleep(0.3)


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    """The address of a hub for teacher and ada, and their passwords."""
    needs(*NEEDED)
    folder = tmp_path_factory.mktemp("room")
    (folder / "homes").mkdir()
    course = folder / "classroom" / "course"
    subprocess.run(["git", "clone", "--quiet", "--depth=1", f"file://{ROOT}", course], check=True)
    for file in CLASSROOM.iterdir():  # as they are now, before they are committed
        if file.is_file():
            (course / "docs" / "classroom" / file.name).write_bytes(file.read_bytes())
    passwords = accounts().add(folder / "accounts.json", ["teacher", "ada"])
    port = three_free_ports()
    environment = {
        **os.environ,
        "PATH": f"{os.path.dirname(sys.executable)}{os.pathsep}{os.environ['PATH']}",
        "CLASSROOM_ACCOUNTS": str(folder / "accounts.json"),
        "ROOM_FOLDER": str(folder),
        "ROOM_PORT": str(port),
    }
    command = [sys.executable, "-m", "jupyterhub", "-f", str(CLASSROOM / "room_test_hub.py")]
    with (folder / "hub.log").open("w") as log:
        hub = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=subprocess.STDOUT)
        try:
            wait_for(lambda: hub.poll() is not None or is_open(port), "the hub did not start")
            assert hub.poll() is None, (folder / "hub.log").read_text()[-3000:]
            yield f"http://127.0.0.1:{port}", passwords
        finally:
            hub.send_signal(signal.SIGTERM)
            hub.wait(60)


def is_open(port):
    """Return whether the hub behind the proxy answers."""
    import requests

    try:
        return requests.get(f"http://127.0.0.1:{port}/hub/login", timeout=5).ok
    except requests.RequestException:
        return False


def test_nobody_can_take_a_name_before_its_owner(room):
    """Otherwise the first person to type "teacher" would be administrator, and read everybody's work."""
    hub, passwords = room
    visitor = Visitor(hub)
    assert not visitor.log_in("teacher", "first-to-come")
    assert not visitor.log_in("grace", "long-enough-for-a-new-account")
    assert not visitor.log_in("ada", passwords["teacher"])
    assert visitor.log_in("teacher", passwords["teacher"])


def test_lesson_00_opens_where_a_server_starts_in_the_folder_of_the_image(room):
    """The whole class would see "not found", and could not save: that folder is the shared copy."""
    hub, passwords = room
    ada = Visitor(hub)
    assert ada.log_in("ada", passwords["ada"])
    ada.browser.get(f"{hub}/hub/spawn", allow_redirects=False, timeout=60)
    user = "/hub/api/users/ada"
    wait_for(lambda: ada.get(user).json()["servers"].get("", {}).get("ready"), "ada got no server")
    page = SERVER["defaultUrl"]
    assert ada.get(f"/user/ada{page}").ok
    found = ada.get(f"/user/ada/api/contents{page.removeprefix('/lab/tree')}?content=0")
    assert found.ok, found.text[:300]
    assert found.json()["writable"]
    names = {one["name"] for one in ada.get("/user/ada/api/contents/").json()["content"]}
    assert "course" in names
    assert "pyproject.toml" not in names


def test_kubernetes_does_not_start_in_the_folder_of_the_image_either():
    """The setting has another name there, and nobody could try it."""
    assert VALUES["hub"]["config"]["KubeSpawner"]["notebook_dir"] == "/home/jovyan"


def test_kubernetes_lets_in_those_whose_password_is_made_and_nobody_else(tmp_path, monkeypatch):
    """Its settings repeat what accounts.py does; a slip there opens the hub to everybody who finds it."""
    traitlets = pytest.importorskip("traitlets.config")
    monkeypatch.chdir(tmp_path)
    code = VALUES["hub"]["extraConfig"]["accounts"]
    for kept in ({"ada": "$2b$hash"}, {}):
        c = traitlets.Config()
        values = type(sys)("z2jh")
        values.get_config = lambda key, default, kept=kept: {"custom.passwords": kept}.get(key, default)
        monkeypatch.setitem(sys.modules, "z2jh", values)
        exec(code, {"c": c})
        expected = traitlets.Config()
        accounts().let_in(expected, kept, str(tmp_path / "other.dbm"))
        assert c == expected
        assert c.Authenticator.allowed_users == set(kept)
        assert c.Authenticator.allow_all is False


def test_a_lost_password_is_replaced_and_the_others_stay(tmp_path):
    """A learner without a password sits there until the administrator comes back from lunch."""
    needs("firstuseauthenticator", "bcrypt")
    from firstuseauthenticator import FirstUseAuthenticator

    file, store = tmp_path / "accounts.json", str(tmp_path / "passwords.dbm")
    first = accounts().add(file, ["ada", "ben"])
    again = accounts().add(file, ["ada"], again=True)
    assert file.stat().st_mode & 0o077 == 0
    assert not set(first.values()) & set(file.read_text().split('"'))
    accounts().let_in(__import__("traitlets").config.Config(), accounts().hashes(file), store)
    hub = FirstUseAuthenticator(dbm_path=store)

    def lets_in(name, password):
        return asyncio.run(hub.authenticate(None, {"username": name, "password": password})) == name

    assert lets_in("ada", again["ada"])
    assert not lets_in("ada", first["ada"])
    assert lets_in("ben", first["ben"])
    assert accounts().add(file, ["ben"]) == {}


@pytest.mark.parametrize("name", ["Ada", "", "ada lovelace", "../ada", "-ada"])
def test_a_name_that_cannot_be_an_account_is_refused(name, tmp_path):
    """The learner could never log in, and would find out in class."""
    needs("bcrypt")
    with pytest.raises(ValueError, match="small letters"):
        accounts().add(tmp_path / "accounts.json", [name])
    assert not (tmp_path / "accounts.json").exists()


def test_all_volumes_can_be_mounted_by_many_nodes_and_hold_a_class():
    """With a disk for each learner, the second half of the class waits for disks that a node cannot take."""
    claims = {
        one["metadata"]["name"]: one["spec"]
        for one in yaml.safe_load_all((CLASSROOM / "volume.yaml").read_text(encoding="utf-8"))
        if one["kind"] == "PersistentVolumeClaim"
    }
    assert SERVER["storage"]["type"] == "static"
    assert SERVER["storage"]["static"]["pvcName"] in claims
    assert "{username}" in SERVER["storage"]["static"]["subPath"]
    for claim in claims.values():
        assert claim["accessModes"] == ["ReadWriteMany"]
        assert claim["storageClassName"]
    assert int(claims["homes"]["resources"]["requests"]["storage"].removesuffix("Gi")) >= 200 * 0.2
    assert VALUES["hub"]["concurrentSpawnLimit"] >= 200


def test_nothing_is_stopped_during_a_lunch_break():
    """A class that comes back after an hour would find its variables gone, with the page still open."""
    (kernels,) = [word for word in SERVER["cmd"] if "cull_idle_timeout" in word]
    assert int(kernels.partition("=")[2]) >= 90 * 60
    assert VALUES["cull"]["timeout"] >= 90 * 60
    assert f"services.cull.timeout {VALUES['cull']['timeout']}" in (CLASSROOM / "README.md").read_text(
        encoding="utf-8"
    )


def test_the_page_pins_the_chart_that_the_values_were_compared_with():
    """The newest chart may want other settings on the morning of the class."""
    version = "4.4.0"
    page = (CLASSROOM / "README.md").read_text(encoding="utf-8")
    assert f"--version {version}" in page
    assert f"chart {version}" in (CLASSROOM / "values.yaml").read_text(encoding="utf-8")
