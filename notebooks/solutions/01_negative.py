"""The negative of an image: how far each pixel is from white."""


def my_negative(image):
    """Return the negative: black becomes white, white black, and every grey its opposite."""
    return 255 - image
