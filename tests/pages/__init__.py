"""Checks of the explorers' scripts outside a browser: their arithmetic in Node.js, their style and types."""
