"""What the explorers share: limits in Python, and the modules of their pages in JavaScript."""
