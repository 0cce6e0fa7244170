"""A first answer: how many pixels an image of 28 rows and 28 columns has."""

my_answer = 28 * 28
