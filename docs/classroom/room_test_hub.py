"""The hub that tests/test_rooms.py starts: the classroom's settings, with servers starting somewhere else.

On Kubernetes the image's working folder is the shared copy of the course, so a server starts there.
"""

import os
from pathlib import Path

c = get_config()  # noqa: F821 - JupyterHub defines it
folder, port = Path(os.environ["ROOM_FOLDER"]), int(os.environ["ROOM_PORT"])
course = folder / "classroom" / "course"

load_subconfig(str(course / "docs" / "classroom" / "classroom_config.py"))  # noqa: F821

c.JupyterHub.authenticator_class = "firstuseauthenticator.FirstUseAuthenticator"
c.Authenticator.admin_users = {"teacher"}
c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = str(folder / "homes" / "{username}")
c.Spawner.cmd = ["/bin/sh", "-c", f'cd "{course}" && exec "$@"', "sh", *c.Spawner.cmd]
if os.geteuid() == 0:
    c.Spawner.args.append("--allow-root")
c.JupyterHub.bind_url = f"http://127.0.0.1:{port}"
c.JupyterHub.hub_bind_url = f"http://127.0.0.1:{port + 1}"
c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{port + 2}"
