"""Run the class view: ``python -m docs.classroom.class_view``, by a hub or with a folder of files."""

import os
import sys

from docs.classroom.class_view import from_folder


def main():
    """Serve the pages if a hub has started this program; otherwise make a page from a folder."""
    if os.environ.get("JUPYTERHUB_SERVICE_PREFIX") and len(sys.argv) == 1:
        from docs.classroom.class_view import service  # late: only here is JupyterHub needed

        service.main()
    else:
        sys.exit(from_folder.main(sys.argv[1:]))


if __name__ == "__main__":
    main()
