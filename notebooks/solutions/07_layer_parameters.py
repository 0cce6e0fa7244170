"""The parameters of five layers. The shapes: 30×30×3 → 26×26×8 → 13×13×8 → 6×6×12 → 432 → 10."""

my_layer_parameters = [
    (5 * 5 * 3 + 1) * 8,  # 608
    0,  # pooling learns nothing
    (3 * 3 * 8 + 1) * 12,  # 876: the filters are 8 deep, one slice for each map that arrives
    0,  # flatten learns nothing
    (6 * 6 * 12 + 1) * 10,  # 4,330
]
