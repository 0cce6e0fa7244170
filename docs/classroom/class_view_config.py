"""JupyterHub's settings for the class view. Without this file it is off, and no kernel reports anything.

On The Littlest JupyterHub, one line switches it on, next to the link to `classroom_config.py`:

    sudo ln -s /srv/classroom/course/docs/classroom/class_view_config.py /opt/tljh/config/jupyterhub_config.d/

Members of the hub's group `teachers` see the class. Add people to it on the hub's own page: Admin, Manage
Groups.
"""

import os
import sys
from pathlib import Path

c = get_config()  # noqa: F821 - JupyterHub defines it

DAYS = 30  # after which a record is deleted; learners are told this number
TEACHERS = "teachers"
PORT = int(os.environ.get("CLASS_VIEW_PORT", 10101))

COURSE = Path(__file__).resolve().parents[2]
ADDRESS = f"http://127.0.0.1:{PORT}"
MAY_OPEN = "access:services!service=class-view"
# The service reads the course's tables, so it needs the Python in which the course is installed.
OF_LEARNERS = Path("/opt/tljh/user/bin/python")

c.JupyterHub.services.append(
    {
        "name": "class-view",
        "url": ADDRESS,
        "command": [
            str(OF_LEARNERS) if OF_LEARNERS.exists() else sys.executable, "-m", "docs.classroom.class_view",
        ],
        "cwd": str(COURSE),
        "environment": {
            # Next to the shared copy, in a folder that only the administrator can read.
            "CLASS_VIEW_FOLDER": str(COURSE.parent / "class-view"),
            "CLASS_VIEW_TEACHERS": TEACHERS,
            "COURSE_CLASS_VIEW_DAYS": str(DAYS),
        },
        "oauth_no_confirm": True,
    }
)  # fmt: skip
c.JupyterHub.load_groups.update({TEACHERS: {"users": []}})  # its members stay

# Learners may open it in the browser, and their servers may report to it. The rest is JupyterHub's default.
c.JupyterHub.load_roles.extend(
    [
        {"name": "user", "scopes": ["self", MAY_OPEN]},
        {"name": "server", "scopes": ["users:activity!user", "access:servers!server", MAY_OPEN]},
    ]
)
c.Spawner.environment.update(
    {"COURSE_CLASS_VIEW": f"{ADDRESS}/services/class-view", "COURSE_CLASS_VIEW_DAYS": str(DAYS)}
)
