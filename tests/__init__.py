"""What nbval does not check, and the maintainer's tools that run the notebooks."""
