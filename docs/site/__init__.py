"""The web edition: `build.py` makes it."""
