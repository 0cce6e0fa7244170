from helpers import conv2d, pool2d, relu, softmax


def my_forward(image, kernel, kernel_bias, matrix, matrix_bias):
    """Return the probabilities for one image (rows, columns, channels)."""
    maps = relu(conv2d(image, kernel, kernel_bias, padding="same"))
    pooled = pool2d(maps, mode="average")
    row = pooled.ravel()
    return softmax(row @ matrix + matrix_bias)
