"""The pictures of the lessons: small grids made in code, and one photo."""

import numpy as np
from matplotlib import cbook
from PIL import Image

# A signal with one rise and one fall.
STEPS = np.array([1, 1, 1, 4, 4, 4, 2, 2])

# A small grey picture. In its corner lies the worked example of lesson 02: nine pixels and nine
# weights that give 577.
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

# The binary example of lesson 02: a 5×5 image and a 3×3 kernel that give a 3×3 feature map.
BINARY_IMAGE = np.array(
    [[1, 1, 1, 0, 0], [0, 1, 1, 1, 0], [0, 0, 1, 1, 1], [0, 0, 1, 1, 0], [0, 1, 1, 0, 0]]
)  # fmt: skip
BINARY_KERNEL = np.array([[1, 0, 1], [0, 1, 0], [1, 0, 1]])


def photo():
    """Return the photo of Grace Hopper that Matplotlib ships, in grey.

    Returns
    -------
    ndarray, (600, 512), float32
        0 is black and 255 white.
    """
    with cbook.get_sample_data("grace_hopper.jpg") as file:
        return np.asarray(Image.open(file).convert("L"), dtype=np.float32)
