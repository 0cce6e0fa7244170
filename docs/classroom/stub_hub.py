"""A stand-in for a JupyterHub that knows tokens and logs people in, for tests of the class view alone.

It answers the three questions that the class view asks a hub: whose token is this, who is at this browser
(the cookie ``stub-user``), and which token goes with that log-in.
"""

import contextlib
import json
import os
import socket
import subprocess
import sys
import threading
import time
from http.cookies import SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

ROOT = Path(__file__).resolve().parents[2]
PREFIX = "/services/class-view/"
SCOPE = "access:services!service=class-view"
TEACHER = "teacher"


class Answers(BaseHTTPRequestHandler):
    """Answers of the stub. The token of a person is the name, with ``token-`` before it."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        """Say whose token it is, or send a browser back with a code."""
        address = urlsplit(self.path)
        if address.path == "/hub/api/user":
            self._answer(*self._whose(self.headers.get("Authorization", "").removeprefix("token ")))
        elif address.path == "/hub/api/oauth2/authorize":
            asked = {name: values[0] for name, values in parse_qs(address.query).items()}
            cookie = SimpleCookie(self.headers.get("Cookie", "")).get("stub-user")
            if cookie is None:
                self._answer(403, {"message": "log in first"})
                return
            back = urlencode({"code": unquote(cookie.value), "state": asked["state"]})
            self._answer(302, {}, Location=f"{asked['redirect_uri']}?{back}")
        else:
            self._answer(404, {})

    def do_POST(self):
        """Exchange the code for a token."""
        content = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        code = parse_qs(content).get("code", [""])[0]
        self._answer(200, {"access_token": f"token-{code}"})

    def _whose(self, token):
        name = token.removeprefix("token-")
        if name == token:
            return 403, {"message": "no such token"}
        if name.startswith("service-"):
            return 200, {"kind": "service", "name": name, "scopes": [SCOPE]}
        groups = ["teachers"] if name.startswith(TEACHER) else []
        # A token for something else, such as another service, does not open this one.
        scopes = [] if name.endswith("-narrow") else [SCOPE]
        return 200, {"kind": "user", "name": name, "groups": groups, "scopes": scopes, "session_id": None}

    def _answer(self, status, content, **headers):
        body = json.dumps(content).encode()
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", **headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        with contextlib.suppress(ConnectionError):  # the process that asked may have been killed
            self.wfile.write(body)

    def log_message(self, *_):
        """Stay silent."""


@contextlib.contextmanager
def stub_hub():
    """Run the stub, and yield its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def free_port():
    """Return a port of this machine that nothing listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


class Service:
    """The class view as a process of its own, as a hub would start it.

    Parameters
    ----------
    folder : pathlib.Path
        For the records.
    hub : str
        The address of the stub.
    days : int
    """

    def __init__(self, folder, hub, days=30):
        """Choose a port; `start` does the rest."""
        self.port = free_port()
        self.folder, self.process = folder, None
        self.origin = f"http://127.0.0.1:{self.port}"
        self.address = f"{self.origin}{PREFIX}"
        self._environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "CLASS_VIEW_FOLDER": str(folder),
            "COURSE_CLASS_VIEW_DAYS": str(days),
            "JUPYTERHUB_SERVICE_NAME": "class-view",
            "JUPYTERHUB_SERVICE_PREFIX": PREFIX,
            "JUPYTERHUB_SERVICE_URL": self.origin,
            "JUPYTERHUB_HOST": hub,
            "JUPYTERHUB_API_URL": f"{hub}/hub/api",
            "JUPYTERHUB_API_TOKEN": "token-service-class-view",
            "JUPYTERHUB_CLIENT_ID": "service-class-view",
            "JUPYTERHUB_OAUTH_CALLBACK_URL": f"{self.address}oauth_callback",
            "JUPYTERHUB_OAUTH_ACCESS_SCOPES": json.dumps([SCOPE]),
        }

    def start(self):
        """Start it, and wait until it listens."""
        command = [sys.executable, "-m", "docs.classroom.class_view"]
        with Path(self.folder.parent, "class-view.log").open("a") as log:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=self._environment, stdout=log, stderr=subprocess.STDOUT
            )
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and self.process.poll() is None:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
                return
            time.sleep(0.05)
        raise RuntimeError(Path(self.folder.parent, "class-view.log").read_text()[-2000:])

    def kill(self):
        """End it at once, as a power cut would."""
        self.process.kill()
        self.process.wait()
