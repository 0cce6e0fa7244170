"""Hand in and grade with nbgrader; grading.md in the folder above is the page for teachers."""
