"""The one palette of the course: the same role has the same colour in every plot, drawing and widget.

The colours are those of Okabe and Ito (2008), which stay apart for colour-blind eyes.
"""

INPUT = "#0072B2"
KERNEL = "#E69F00"
OUTPUT = "#009E73"
FOCUS = "#D55E00"
PADDING = "#999999"

# Lines of a plot, in this order.
LINES = (INPUT, FOCUS, OUTPUT, KERNEL, "#CC79A7", "#56B4E9", "#000000")

# Signed values: blue below 0, white at 0, red above. Magnitudes: dark to light, never a rainbow.
SIGNED = "RdBu_r"
MAGNITUDE = "cividis"
PIXELS = "gray"
