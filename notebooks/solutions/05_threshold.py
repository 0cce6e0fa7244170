"""Leave the strongest three: the third strongest response is 334, the fourth 328."""

my_bias = -330  # 334 becomes 4 and stays, 328 becomes −2 and is switched off
