"""The hub of the load test: the classroom's own configuration on this machine, without passwords.

Not for a class: anyone can log in under any name, and all servers run as the user who started the test.
"""

import os
from pathlib import Path

c = get_config()  # noqa: F821 - JupyterHub defines it
folder = Path(os.environ["LOAD_TEST_FOLDER"])
port = int(os.environ["LOAD_TEST_PORT"])

load_subconfig(str(folder / "classroom" / "course" / "docs" / "classroom" / "classroom_config.py"))  # noqa: F821
if os.environ.get("CLASS_VIEW_PORT"):
    load_subconfig(str(folder / "classroom" / "course" / "docs" / "classroom" / "class_view_config.py"))  # noqa: F821
    c.JupyterHub.load_groups.update({"teachers": {"users": ["teacher"]}})

c.JupyterHub.authenticator_class = "dummy"
c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = str(folder / "homes" / "{username}")
if os.geteuid() == 0:
    c.Spawner.args.append("--allow-root")

c.JupyterHub.bind_url = f"http://127.0.0.1:{port}"
c.JupyterHub.hub_bind_url = f"http://127.0.0.1:{port + 1}"
c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{port + 2}"
c.ConfigurableHTTPProxy.pid_file = str(folder / "proxy.pid")
c.JupyterHub.cookie_secret_file = str(folder / "cookie_secret")
c.JupyterHub.db_url = f"sqlite:///{folder / 'hub.sqlite'}"
c.Spawner.environment.update({"COURSE_PACE": os.environ["LOAD_TEST_PACE"]})
