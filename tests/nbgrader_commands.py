"""Run several commands of nbgrader one after the other in one process, which saves seconds for each.

    python -m tests.nbgrader_commands '[["autograde", "02_convolution_by_hand"], ["export"]]'

A command may begin with the folder to run it in: [":learners/ada", "submit", "02_convolution_by_hand"].
"""

import json
import os
import sys


def run(arguments):
    """Run one command, and leave the process if it fails."""
    # Late: pytest imports this file where nbgrader is not installed.
    from jupyter_core.application import NoStart
    from nbgrader.apps import NbGraderApp

    app = NbGraderApp.instance()
    try:
        app.initialize(arguments)
        app.start()
    except NoStart:
        pass  # the command has run
    except SystemExit as ends:
        if ends.code:
            sys.exit(f"nbgrader {' '.join(arguments)} failed.")
    finally:
        app.reset()


def main():
    """Run the commands, each in its folder."""
    here = os.getcwd()
    for arguments in json.loads(sys.argv[1]):
        folder = arguments.pop(0)[1:] if arguments[0].startswith(":") else "."
        os.chdir(os.path.join(here, folder))
        run(arguments)


if __name__ == "__main__":
    main()
