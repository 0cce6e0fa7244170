"""Tests that open the course in JupyterLab, in a real browser."""
