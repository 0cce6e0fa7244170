"""JupyterHub's settings for this course: limits, the shared folder, and each learner's own lessons.

The Littlest JupyterHub reads it from a folder for such files. A link to it is enough:

    sudo ln -s /srv/classroom/course/docs/classroom/classroom_config.py /opt/tljh/config/jupyterhub_config.d/

It does not set who may log in. Any other JupyterHub can load it too, as the load test does.
"""

from pathlib import Path

c = get_config()  # noqa: F821 - JupyterHub defines it

# The shared copy: course/ and fashion-mnist/ are in one folder that learners can read but not write.
COURSE = Path(__file__).resolve().parents[2]
PICTURES = COURSE.parent / "fashion-mnist"

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
# A kernel that has computed nothing for an hour is stopped, even if its page is still open.
c.Spawner.args.extend(
    [
        "--MappingKernelManager.cull_idle_timeout=3600",
        "--MappingKernelManager.cull_interval=300",
        "--MappingKernelManager.cull_connected=True",
    ]
)
