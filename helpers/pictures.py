"""The pictures of the lessons: small generated grids, and one photo.

Only the functions that open the photo import Matplotlib, which ships it: this way the grids cost no time.
"""

import numpy as np

from helpers.arguments import numeric_array, whole_number

# A signal with one rise and one fall.
STEPS = np.array([1, 1, 1, 4, 4, 4, 2, 2])

# A small grey picture. Its top left corner is the worked example of lesson 02: nine pixels that give 577
# with the nine weights.
GREY_PICTURE = np.array(
    [
        [0, 64, 128, 128, 96],
        [48, 192, 144, 160, 64],
        [142, 226, 168, 192, 32],
        [96, 160, 208, 176, 80],
        [32, 112, 144, 96, 16],
    ]
)
NINE_PIXELS = GREY_PICTURE[:3, :3]
NINE_WEIGHTS = np.array([[-1, 0, -2], [0.5, 4.5, -1.5], [1.5, 2, -3]])

# The binary example of lesson 02: a 5×5 image and a 3×3 kernel, which give a 3×3 feature map.
BINARY_IMAGE = np.array(
    [[1, 1, 1, 0, 0], [0, 1, 1, 1, 0], [0, 0, 1, 1, 1], [0, 0, 1, 1, 0], [0, 1, 1, 0, 0]]
)  # fmt: skip
BINARY_KERNEL = np.array([[1, 0, 1], [0, 1, 0], [1, 0, 1]])

# The sixteen numbers that lesson 06 pools by hand, and the three bright pixels that it shifts.
SIXTEEN = np.array([[1, 3, 2, 0], [5, 3, 0, 6], [0, 2, 7, 4], [1, 1, 1, 8]])
THREE_STARS = np.zeros((8, 8), dtype=int)
THREE_STARS[[1, 2, 6], [0, 5, 4]] = 9, 7, 5

# One vertical and one horizontal bright line of lesson 03, on dark grey.
LINES = np.array(
    [
        [1, 1, 9, 1, 1, 1, 1],
        [1, 1, 9, 1, 1, 1, 1],
        [1, 1, 9, 1, 1, 1, 1],
        [1, 1, 9, 1, 1, 1, 1],
        [1, 1, 1, 1, 1, 1, 1],
        [9, 9, 9, 9, 9, 9, 9],
        [1, 1, 1, 1, 1, 1, 1],
    ]
)


def _mark(*rows):
    """Return a drawing of # and . as a grid of 1 (ink) and −1 (paper)."""
    return np.array([[1 if sign == "#" else -1 for sign in row] for row in rows])


# The marks of lesson 03, 1 for ink and −1 for paper.
X_MARK = _mark(
    ".........",
    ".#.....#.",
    "..#...#..",
    "...#.#...",
    "....#....",
    "...#.#...",
    "..#...#..",
    ".#.....#.",
    ".........",
)
O_MARK = _mark(
    ".........",
    "...###...",
    "..#...#..",
    ".#.....#.",
    ".#.....#.",
    ".#.....#.",
    "..#...#..",
    "...###...",
    ".........",
)
# The same X, drawn with an unsteady hand.
BADLY_DRAWN_X = _mark(
    ".........",
    ".......#.",
    ".##...#..",
    "...#.#...",
    "....#....",
    "...#.##..",
    "..#....#.",
    ".#.......",
    ".........",
)


def photo():
    """Return the photo of Grace Hopper that ships with Matplotlib, in grey.

    Returns
    -------
    ndarray of float32, (600, 512)
        From 0 for black to 255 for white.
    """
    return np.asarray(_stored_photo().convert("L"), dtype=np.float32)


def photo_in_colour():
    """Return the same photo as it is stored: red, green and blue for each pixel.

    Returns
    -------
    ndarray of uint8, (600, 512, 3)
        From 0 for none of that colour to 255.
    """
    return np.array(_stored_photo())


def _stored_photo():
    """Return the photo as a `PIL.Image.Image`."""
    from matplotlib import cbook
    from PIL import Image

    with cbook.get_sample_data("grace_hopper.jpg") as file:
        photo = Image.open(file)
        photo.load()
    return photo


def neighbour_correlation(images, distance=1):
    """Return the correlation of pixels with the pixels `distance` columns to their right.

    Parameters
    ----------
    images : array_like, (rows, columns) or (N, rows, columns)
        With several images, the pairs of all of them count together.
    distance : int
        Columns from one pixel of a pair to the other.

    Returns
    -------
    float
        1 if one pixel of a pair is a rising linear function of the other, 0 if they are uncorrelated,
        negative if bright pixels tend to have dark ones at that distance; nan if all pixels are equal.

    Raises
    ------
    TypeError
        If the distance is not a whole number.
    ValueError
        If there is no pair of pixels at that distance.

    Notes
    -----
    Pearson's correlation of all pairs, as `numpy.corrcoef` computes it.

    Examples
    --------
    >>> stripes = [[0, 255, 0, 255], [0, 255, 0, 255]]
    >>> neighbour_correlation(stripes, 1), neighbour_correlation(stripes, 2)
    (-1.0, 1.0)
    """
    images = numeric_array("images", images).astype(float)
    if images.ndim not in (2, 3) or images.size == 0:
        raise ValueError(
            "images must be (rows, columns) or (N, rows, columns) with at least one pixel, but the shape is "
            f"{images.shape}."
        )
    distance = whole_number("distance", distance, least=1)
    columns = images.shape[-1]
    if distance >= columns:
        raise ValueError(
            f"distance must be smaller than the {columns} columns of the image, but is {distance}: no pixel "
            "has another one so far to its right."
        )
    left, right = images[..., :-distance], images[..., distance:]
    left, right = left - left.mean(), right - right.mean()
    spread = np.sqrt((left**2).mean() * (right**2).mean())
    return float((left * right).mean() / spread) if spread > 0 else float("nan")


def shifted(image, down=0, right=0):
    """Return an image moved by whole pixels, with 0 where pixels are missing.

    Parameters
    ----------
    image : array_like, (rows, columns) or (rows, columns, channels)
    down, right : int
        How far, in pixels. Negative numbers move it up and to the left.

    Returns
    -------
    ndarray of the same shape and dtype

    Examples
    --------
    >>> shifted([[1, 2, 3]], right=1), shifted([[1, 2, 3]], right=-2)
    (array([[0, 1, 2]]), array([[3, 0, 0]]))
    """
    is_mask = getattr(image, "dtype", None) == np.dtype(bool)
    image = numeric_array("the image", image)
    if is_mask:
        image = image.astype(bool)
    if image.ndim < 2:
        raise ValueError(f"the image must have rows and columns, but its shape is {image.shape}.")
    down, right = (
        whole_number(name, value, least=-np.inf) for name, value in (("down", down), ("right", right))
    )
    rows, columns = image.shape[:2]
    moved = np.zeros_like(image)
    kept = image[max(-down, 0) : max(rows - down, 0), max(-right, 0) : max(columns - right, 0)]
    moved[max(down, 0) : max(rows + down, 0), max(right, 0) : max(columns + right, 0)] = kept
    return moved


def face():
    """Return the part of the photo around the face, at half its size.

    Returns
    -------
    ndarray of float32, (150, 150)
        Each pixel is the mean of four pixels of the photo.
    """
    halved = photo().reshape(300, 2, 256, 2).mean(axis=(1, 3))
    return halved[:150, 50:200]
