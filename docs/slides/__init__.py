"""The decks of slides: `build.py` makes them."""
