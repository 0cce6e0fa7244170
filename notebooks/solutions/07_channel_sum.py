"""One window through three channels: twelve products, three partial sums, one bias."""

red = 2 * 1 + 0 * -1 + 1 * 0 + 3 * 2  # 8
green = 5 * -1 + 1 * 2 + 0 * 1 + 2 * 0  # −3
blue = 1 * 2 + 5 * 1 + 2 * -1 + 0 * 3  # 5

my_channel_sum = red + green + blue + 4  # the bias comes once: 14
