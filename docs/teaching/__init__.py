"""What a teacher prints and plans with: `pages.py` and `worksheets.py` make it from lessons and checks."""
