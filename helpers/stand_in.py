"""The stand-in for Fashion-MNIST: ten classes of garments, drawn here when nothing can be downloaded.

A garment consists of a few *bands*. In each row of a garment (for a shoe, in each column) a band runs from
an inner to an outer edge. Both edges are profiles: values at a few knots between the top and the bottom (the
toe and the heel), joined by straight lines. A body is a band that starts at the middle line, a sleeve or a
trouser leg is a band that starts further out, and a neckline is a band painted in the background's black.
Every image draws its own random knots, position, lean, shade, pattern, folds and noise.

The module uses only sums, products and comparisons. The last digit of a sine or an exponential may differ
from one processor to the next, and the pictures must be the same everywhere.
"""

import numpy as np

SIZE = 28
TRAIN_IMAGES, TEST_IMAGES = 60_000, 10_000
CHUNK = 250  # images drawn at a time: their 28 × 28 floats stay in the processor's cache
PIXELS = np.arange(SIZE, dtype=np.float32)
BLACK, GROUND = 0, 0
MIDDLE = None  # in place of an inner edge: the band covers the middle line


def make(train=TRAIN_IMAGES, test=TEST_IMAGES, seed=2017):
    """Draw the training and the test images.

    Parameters
    ----------
    train, test : int
        How many; multiples of 10, because all classes have the same number.
    seed : int
        The same seed gives the same images.

    Returns
    -------
    train_images, train_labels, test_images, test_labels : ndarray of uint8
        Images are (N, 28, 28); labels follow `helpers.data.CLASS_NAMES`. All are read-only.
    """
    arrays = (*_draw(train, np.random.default_rng([seed, 0])), *_draw(test, np.random.default_rng([seed, 1])))
    for array in arrays:
        array.flags.writeable = False
    return arrays


def _draw(count, random):
    """Draw `count` images, all classes equally often, in random order."""
    images = np.empty((count, SIZE, SIZE), np.uint8)
    labels = random.permutation(np.arange(count) % len(GARMENTS)).astype(np.uint8)
    for label, garment in enumerate(GARMENTS):
        places = np.flatnonzero(labels == label)
        for start in range(0, len(places), CHUNK):
            chunk = places[start : start + CHUNK]
            sheet = Sheet(len(chunk), random)
            garment(sheet)
            images[chunk] = sheet.finish()
    return images, labels


class Sheet:
    """A stack of black pictures, and methods that draw on all of them at once.

    Random numbers are columns (pictures, 1). Edges are arrays (pictures, 28): the distance from the middle
    line, in every pixel row along the garment.
    """

    def __init__(self, count, random):
        """Start with `count` black pictures, and a random shade for each."""
        self.count, self.random = count, random
        self.picture = np.zeros((count, SIZE, SIZE), np.float32)
        self.shade = self.number(0.25, 0.95)
        self.is_on_its_side = False

    def number(self, low, high):
        """Return a random number between two bounds for each picture."""
        return np.float32(low) + np.float32(high - low) * self.random.random((self.count, 1), np.float32)

    def tone(self, low, high):
        """Return the garment's own shade, darker or lighter by a random factor."""
        return self.shade * self.number(low, high)

    def place(self, start, length, centre):
        """Choose where each garment starts, how long it is, and where its slanted middle line is."""
        length = self.number(*length)
        self.along = (PIXELS - self.number(*start)) / length
        middle = self.number(*centre) + self.number(-0.15, 0.15) * (PIXELS - SIZE / 2)
        self.across = np.abs(PIXELS - middle[:, :, None])

    def profile(self, *points):
        """Return an edge: points (position along the garment, distance from its middle), joined by lines."""
        (before, value), *rest = points
        edge = np.zeros_like(self.along) + np.float32(value)
        for place, next_value in rest:
            edge += (next_value - value) * np.clip((self.along - before) / (place - before), 0, 1)
            before, value = place, next_value
        return edge

    def paint(self, shade, inner, outer, start=0.0, end=1.0, *, share=1.0, where=None):
        """Paint the band between two edges, from one position along the garment to another.

        Only this share of the pictures get it, and only where `where` is true, if it is given. Pixels on an
        edge get a mixture of both shades.
        """
        painted = (self.along >= start) & (self.along <= end) & (self.number(0, 1) < share)
        outer = np.where(painted, outer, np.float32(-2)) + np.float32(0.5)
        cover = np.clip(outer[:, :, None] - self.across, 0, 1)
        if inner is not MIDDLE:
            inner = np.broadcast_to(np.float32(inner) - np.float32(0.5), self.along.shape)
            cover *= np.clip(self.across - inner[:, :, None], 0, 1)
        if where is not None:
            cover *= where
        self.picture += cover * (np.float32(shade).reshape(-1, 1, 1) - self.picture)

    def pattern(self, lengthwise, crosswise, prints):
        """Add stripes and a print to what is painted so far, each in this share of the pictures."""
        weave = 1 + self._stripes(crosswise)[:, :, None] + self._stripes(lengthwise)[:, None, :]
        rows = np.abs(self.along - self.number(0.25, 0.6)) < self.number(0.06, 0.2)
        columns = np.abs(PIXELS - self.number(10, 18)) < self.number(1.5, 4)
        strength = self.number(-0.8, 0.6) * (self.number(0, 1) < prints)
        weave += (rows * strength)[:, :, None] * columns[:, None, :]
        self.picture *= weave

    def _stripes(self, share):
        """Return a change of shade for each of 28 lines: stripes of one width, or 0 without stripes."""
        width, phase = (
            self.random.integers(2, 5, (self.count, 1)),
            self.random.integers(0, 8, (self.count, 1)),
        )
        stripes = ((np.arange(SIZE) + phase) // width % 2).astype(np.float32)
        return stripes * self.number(-0.6, 0.2) * (self.number(0, 1) < share)

    def finish(self):
        """Add folds, light and noise, and return the pictures as bytes."""
        folds = self.random.random((self.count, SIZE, 1), np.float32)
        light = self.random.random((self.count, 1, SIZE), np.float32)
        noise = self.random.random(self.picture.shape, np.float32)
        cloth = np.float32(0.68) + np.float32(0.14) * (folds + light) + np.float32(0.36) * noise
        pictures = (np.clip(self.picture * cloth, 0, 1) * np.float32(255)).astype(np.uint8)
        return pictures.transpose(0, 2, 1) if self.is_on_its_side else pictures


def _upper_body(
    sheet, *, length, sleeve, hem, neck, front=0.0, collar=0.0, ribs=0.0, prints=0.2, stripes=0.15
):
    """Draw what T-shirt, pullover, coat and shirt have in common; the keywords are their differences.

    `length` and `sleeve` are the ranges of the lengths, `hem` of the flare, `neck` of the depth. `front` (an
    opening), `collar`, `ribs`, `prints` and `stripes` are the shares of garments that have one.
    """
    sheet.place((0, 6), length, (11.5, 15.5))
    shoulder, chest = sheet.number(4.8, 7.5), sheet.number(4.2, 6.8)
    gap, width, cuff = sheet.number(0.1, 2), sheet.number(1.8, 3.4), sheet.number(*sleeve)
    body = sheet.profile((0, shoulder - 3), (0.1, shoulder), (0.3, chest), (1, chest + sheet.number(*hem)))
    armpit = body + sheet.profile((0.1, -2), (0.3, 0.3), (1, gap))
    arm = sheet.profile(
        (0, shoulder - 2), (0.12, shoulder + 1), (0.3, chest + width + 1), (1, chest + gap + width)
    )
    sheet.paint(sheet.tone(0.75, 1), armpit, arm, 0.04, cuff)
    sheet.paint(sheet.shade, MIDDLE, body)
    sheet.pattern(stripes, stripes, prints)

    rib_tone = sheet.tone(0.6, 0.9)
    sheet.paint(rib_tone, MIDDLE, body, 0.9, share=ribs)
    sheet.paint(rib_tone, armpit, arm, cuff - 0.08, cuff, share=ribs)
    depth = sheet.number(*neck)
    neckline = sheet.profile((0, sheet.number(2, 3.2)), (depth, 0))
    sheet.paint(sheet.tone(0.5, 1.3), MIDDLE, neckline + 1.7, -0.02, depth + 0.1, share=collar)
    sheet.paint(BLACK, MIDDLE, neckline, -0.1, depth)
    sheet.paint(sheet.tone(0.1, 0.8), MIDDLE, sheet.number(0, 0.6), depth, share=front)


def _t_shirt(sheet):
    _upper_body(sheet, length=(17, 25), sleeve=(0.15, 0.5), hem=(-0.6, 1), neck=(0.05, 0.2), prints=0.4)


def _pullover(sheet):
    _upper_body(sheet, length=(17, 24), sleeve=(0.7, 1), hem=(-0.8, 0.8), neck=(0.02, 0.14), ribs=0.6)


def _coat(sheet):
    shares = {"front": 0.75, "collar": 0.5, "prints": 0}
    _upper_body(sheet, length=(20, 27), sleeve=(0.6, 1), hem=(-0.3, 1.8), neck=(0.03, 0.2), **shares)
    sheet.paint(sheet.tone(0.3, 0.7), sheet.number(2, 3), sheet.number(4, 5), 0.6, 0.66, share=0.6)  # pockets


def _shirt(sheet):
    shares = {"front": 0.3, "collar": 0.6, "stripes": 0.3}
    _upper_body(sheet, length=(18, 25), sleeve=(0.2, 1), hem=(-0.6, 1), neck=(0.04, 0.2), **shares)
    button_rows = (np.arange(SIZE) + sheet.random.integers(0, 3, (sheet.count, 1))) % 3 == 0
    size = sheet.number(0.2, 0.8)
    sheet.paint(sheet.tone(0, 0.6), MIDDLE, size, 0.2, 0.95, share=0.45, where=button_rows[:, :, None])


def _trouser(sheet):
    sheet.place((0, 5), (20, 27), (11.5, 15.5))
    hips, gap, leg, crotch = (
        sheet.number(3, 5),
        sheet.number(0, 2.6),
        sheet.number(1.6, 3.6),
        sheet.number(0.28, 0.5),
    )
    outer = sheet.profile((0, hips - 0.8), (0.25, hips), (1, gap + leg))
    inner = sheet.profile((0, -1), (crotch, -0.5), (crotch + 0.1, 0), (1, gap))
    sheet.paint(sheet.shade, inner, outer)
    sheet.pattern(0.1, 0.05, 0)
    sheet.paint(sheet.tone(0.5, 0.9), MIDDLE, outer, 0, 0.07)  # the waistband


def _dress(sheet):
    sheet.place((0, 5), (20, 27), (11.5, 15.5))
    shoulder, waist, hem = sheet.number(3, 5.4), sheet.number(2.4, 4.8), sheet.number(3, 8)
    body = sheet.profile((0, shoulder - 0.6), (0.12, shoulder), (0.38, waist), (1, hem))
    arm = sheet.profile((0, shoulder), (0.15, shoulder + 2), (0.6, waist + 4))
    sheet.paint(sheet.tone(0.75, 1), body, arm, 0.03, sheet.number(0.15, 0.9), share=0.5)
    sheet.paint(sheet.shade, MIDDLE, body)
    sheet.pattern(0.1, 0.15, 0.1)
    sheet.paint(sheet.tone(0.4, 0.8), MIDDLE, body, 0.36, 0.41, share=0.4)  # the belt
    depth = sheet.number(0.05, 0.18)
    sheet.paint(BLACK, MIDDLE, sheet.profile((0, shoulder - 1.6), (depth, 0)), -0.1, depth)


def _bag(sheet):
    sheet.place((0, 6), (17, 25), (11.5, 15.5))
    lid, half, handle = sheet.number(0.1, 0.45), sheet.number(6, 12), sheet.number(3, 6.5)
    outer = sheet.profile((0, handle - 2.5), (0.06, handle - 1), (0.15, handle))
    inner = sheet.profile((0, -1), (0.05, -0.5), (0.07, handle - 3), (0.15, handle - 1.4))
    sheet.paint(sheet.tone(0.6, 1), inner, outer, share=0.75)
    body = half + sheet.profile((0, -1.5), (1, 0)) * sheet.number(-1, 1.5)
    sheet.paint(sheet.shade, MIDDLE, body, lid)
    sheet.pattern(0.1, 0.1, 0.2)
    sheet.paint(sheet.tone(0.4, 0.8), MIDDLE, body, 0.55, 0.6, share=0.5)  # the edge of the flap


def _shoe(sheet, *points):
    """Draw the outline of a shoe, and return its upper edge.

    The pictures are rotated: `along` runs from toe to heel, and `across` is the height above the ground.
    """
    sheet.is_on_its_side = True
    sheet.place((0, 6), (18, 26), (0, 0))
    ground = sheet.number(17, 26) + sheet.number(-0.12, 0.12) * (PIXELS - SIZE / 2)
    sheet.across = ground[:, :, None] - PIXELS
    upper = sheet.profile(*points)
    sheet.paint(sheet.shade, GROUND, upper)
    return upper


def _sandal(sheet):
    arch, heel = sheet.number(4, 7), sheet.number(1, 5)
    upper = _shoe(
        sheet, (0, 2), (0.15, arch - 1), (0.5, arch), (0.8, arch + 1), (0.86, arch + 4), (1, arch + 4)
    )
    slanted = sheet.number(-1, 1)[:, :, None] * sheet.across + (PIXELS + sheet.number(0, 20))[:, :, None]
    period = sheet.number(5, 10)
    holes = slanted % period[:, :, None] > (period * sheet.number(0.2, 0.6))[:, :, None]
    sheet.paint(BLACK, GROUND, upper - sheet.number(0.2, 1.5), where=holes)
    sheet.paint(sheet.tone(0.5, 1.2), GROUND, sheet.profile((0, 1.2), (0.4, 1.5), (1, heel)))


def _sneaker(sheet):
    instep, ankle = sheet.number(4, 7), sheet.number(6.5, 12)
    _shoe(
        sheet, (0, 2), (0.1, 4), (0.35, instep), (0.6, ankle), (0.7, ankle - 1), (0.9, ankle), (1, ankle - 1)
    )
    sheet.pattern(0.35, 0, 0)
    sheet.paint(sheet.tone(0.4, 1.5), GROUND, sheet.number(1.2, 2.6))


def _ankle_boot(sheet):
    instep, shaft, bend = sheet.number(4, 8), sheet.number(9.5, 18), sheet.number(0.4, 0.6)
    _shoe(
        sheet, (0, 2), (0.1, 4), (bend - 0.1, instep), (bend, shaft * 0.7), (bend + 0.06, shaft), (1, shaft)
    )
    sheet.pattern(0.1, 0, 0)
    sheet.paint(sheet.tone(0.4, 1.2), GROUND, sheet.number(0.8, 2))
    sheet.paint(
        BLACK, GROUND, sheet.number(1, 3), 0.5, sheet.number(0.6, 0.75), share=0.5
    )  # the gap in front of the heel


# In the order of `helpers.data.CLASS_NAMES`.
GARMENTS = (_t_shirt, _trouser, _pullover, _dress, _coat, _sandal, _shirt, _sneaker, _bag, _ankle_boot)
