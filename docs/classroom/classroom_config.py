"""JupyterHub's settings for this course: limits, the shared folder, and each learner's own lessons.

The Littlest JupyterHub reads it from a folder for such files. A link to it is enough:

    sudo ln -s /srv/classroom/course/docs/classroom/classroom_config.py /opt/tljh/config/jupyterhub_config.d/

Where a file of accounts exists (accounts.py), only those can log in. Any other JupyterHub can load it too, as
the load test does.
"""

import importlib.util
import os
from pathlib import Path

c = get_config()  # noqa: F821 - JupyterHub defines it

# The shared copy: course/ and fashion-mnist/ are in one folder that learners can read but not write.
COURSE = Path(__file__).resolve().parents[2]
PICTURES = COURSE.parent / "fashion-mnist"

# Who can log in, unless you use the accounts of a school: see README.md. Learners cannot read this file.
ACCOUNTS = Path(os.environ.get("CLASSROOM_ACCOUNTS", "/opt/tljh/config/classroom-accounts.json"))
if ACCOUNTS.exists():
    spec = importlib.util.spec_from_file_location("accounts", COURSE / "docs" / "classroom" / "accounts.py")
    accounts = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(accounts)
    accounts.let_in(c, accounts.hashes(ACCOUNTS))

# The folder that JupyterLab shows is the learner's own, wherever the server happens to start.
c.Spawner.notebook_dir = "~"

# Each learner works in ~/course, which is updated before their server starts.
c.Spawner.cmd = ["/bin/sh", str(COURSE / "docs" / "classroom" / "update_lessons.sh"), "jupyterhub-singleuser"]
c.Spawner.default_url = "/lab/tree/course/notebooks/00_start_here.ipynb"
c.Spawner.environment.update({"COURSE_WORK": "~/course/notebooks/my_work"})
if PICTURES.is_dir():  # otherwise every learner downloads 30 MB
    c.Spawner.environment.update({"FASHION_MNIST_DIR": str(PICTURES)})

# The largest lesson takes three quarters of this. A kernel that needs more is stopped, which does not affect
# the saved notebook, the server or other learners. Two cores are a ceiling, not a share: at any moment most
# learners compute nothing.
c.Spawner.mem_limit = "2G"
c.Spawner.cpu_limit = 2

# When a whole class logs in at once, the last learners wait for the processor.
c.Spawner.start_timeout = 180
c.Spawner.http_timeout = 180

# A kernel keeps its memory until it is shut down, and a learner who has gone through five lessons has five.
# A kernel that has computed nothing for two hours is stopped, even if its page is still open. That is longer
# than a lunch break: with one hour, a class would come back to lessons that have lost their variables.
c.Spawner.args.extend(
    [
        "--MappingKernelManager.cull_idle_timeout=7200",
        "--MappingKernelManager.cull_interval=300",
        "--MappingKernelManager.cull_connected=True",
    ]
)
