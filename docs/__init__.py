"""Pages about the course, and what makes the web edition and the slides from the lessons."""
