"""Look inside a network: its feature maps, what one cell sees, and which pixels a prediction depends on.

`network` picks the network, `several` trains some small ones, `layers` runs it layer by layer, `receptive`
finds the pixels that a cell depends on, `attribution` has occlusion and Grad-CAM, and `changes` shifts,
rotates, blurs and covers images. `drawing`, which lessons import by itself, draws maps and heat maps. Keras
and SciPy, which are slow to import, are imported by the functions that need them.
"""

from helpers.inside.attribution import agreement, enlarged, fair_test, grad_cam, occlusion_map, scores
from helpers.inside.changes import add_noise, blur, cover, rotate, shift
from helpers.inside.layers import (
    accuracy,
    as_batch,
    feature_maps,
    map_layers,
    maps_of,
    probabilities,
    short_names,
    walk,
)
from helpers.inside.network import network_to_look_into, reason_unsupported, untrained_twin
from helpers.inside.receptive import cut, perturbed_pixels, region, stack_of, strongest_patches
from helpers.inside.several import several_networks

__all__ = [
    "accuracy",
    "add_noise",
    "agreement",
    "as_batch",
    "blur",
    "cover",
    "cut",
    "enlarged",
    "fair_test",
    "feature_maps",
    "grad_cam",
    "map_layers",
    "maps_of",
    "network_to_look_into",
    "occlusion_map",
    "perturbed_pixels",
    "probabilities",
    "reason_unsupported",
    "region",
    "rotate",
    "scores",
    "several_networks",
    "shift",
    "short_names",
    "stack_of",
    "strongest_patches",
    "untrained_twin",
    "walk",
]
