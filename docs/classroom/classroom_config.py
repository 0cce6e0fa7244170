"""What JupyterHub must know to run this course: limits, the shared folder, each learner's own lessons.

The Littlest JupyterHub reads it from its folder for such files, where a link to it is enough:

    sudo ln -s /srv/classroom/course/docs/classroom/classroom_config.py /opt/tljh/config/jupyterhub_config.d/

It says nothing about who may log in. Any other JupyterHub can load it too; the load test does.
"""

from pathlib import Path

c = get_config()  # noqa: F821 - JupyterHub defines it

# The one shared copy: course/ and fashion-mnist/ lie in one folder that learners can read and not write.
COURSE = Path(__file__).resolve().parents[2]
PICTURES = COURSE.parent / "fashion-mnist"

# Each learner works in ~/course, which is brought up to date before the server starts.
c.Spawner.cmd = ["/bin/sh", str(COURSE / "docs" / "classroom" / "update_lessons.sh"), "jupyterhub-singleuser"]
c.Spawner.default_url = "/lab/tree/course/notebooks/00_start_here.ipynb"
c.Spawner.environment.update({"COURSE_WORK": "~/course/notebooks/my_work"})
if PICTURES.is_dir():  # otherwise every learner downloads the 30 MB
    c.Spawner.environment.update({"FASHION_MNIST_DIR": str(PICTURES)})

# The largest lesson takes three quarters of this. A kernel that wants more is stopped; the saved notebook,
# the server and everybody else go on. Two cores are a ceiling, not a share: most are idle at any moment.
c.Spawner.mem_limit = "2G"
c.Spawner.cpu_limit = 2

# When a whole class logs in at once, the last ones wait for the processor.
c.Spawner.start_timeout = 180
c.Spawner.http_timeout = 180

# A kernel holds its memory until it is shut down, and a learner who goes through five lessons has five.
# One that has computed nothing for an hour is stopped, its page open or not.
c.Spawner.args.extend(
    [
        "--MappingKernelManager.cull_idle_timeout=3600",
        "--MappingKernelManager.cull_interval=300",
        "--MappingKernelManager.cull_connected=True",
    ]
)
