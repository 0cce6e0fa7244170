"""The stand-in for Fashion-MNIST: ten classes of garments, drawn here, for when there is no network.

A garment is a few *bands*. Across one row of an upright garment (along one column of a shoe) a band
runs from an inner to an outer edge, and both edges are profiles: values at a few knots between the top
and the bottom (the toe and the heel), joined by straight lines. A body is a band from 0 outwards, a sleeve
or a trouser leg a band that starts further out, a neckline a band painted in the colour of the background.
Every image draws its own knots, place, lean, shade, pattern, folds and noise.

Sums, products and comparisons alone, no sine and no exponential: those differ from one processor to the
next in their last digit, and the pictures are to be the same everywhere.
"""

import numpy as np

SIZE = 28
TRAIN_IMAGES, TEST_IMAGES = 60_000, 10_000
CHUNK = 250  # images drawn at a time: their 28 × 28 floats stay in the processor's cache
PIXELS = np.arange(SIZE, dtype=np.float32)
MIDDLE = -1  # as an inner edge: the band reaches over the middle line


def make(train=TRAIN_IMAGES, test=TEST_IMAGES, seed=2017):
    """Draw the training and the test images.

    Parameters
    ----------
    train, test : int
        How many; multiples of 10, as each class gets the same number.
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
    """A stack of black pictures, and the brushes that draw on all of them at once.

    Random numbers come as columns, one for each picture. Edges are arrays (pictures, 28): a distance from
    the middle line for every pixel row along the garment.
    """

    def __init__(self, count, random):
        """Lay out `count` pictures, each with a shade of its own."""
        self.count, self.random = count, random
        self.picture = np.zeros((count, SIZE, SIZE), np.float32)
        self.shade = self.number(0.25, 0.95)
        self.is_on_its_side = False

    def number(self, low, high):
        """Draw a number between two bounds for each picture."""
        return np.float32(low) + np.float32(high - low) * self.random.random((self.count, 1), np.float32)

    def chance(self, share):
        """Return 1 for about this share of the pictures and 0 for the others."""
        return (self.number(0, 1) < share).astype(np.float32)[:, :, None]

    def tone(self, low, high):
        """Return the garment's own shade, darker or lighter by a random factor."""
        return self.shade * self.number(low, high)

    def place(self, start, length, centre):
        """Choose where each garment begins, how long it is, and where its leaning middle line runs."""
        length = self.number(*length)
        self.along = (PIXELS - self.number(*start)) / length
        middle = self.number(*centre) + self.number(-0.15, 0.15) * (PIXELS - SIZE / 2)
        self.across = np.abs(PIXELS - middle[:, :, None])

    def profile(self, *points):
        """Join points (place along the garment, distance across it) by straight lines."""
        (before, value), *rest = points
        edge = np.zeros_like(self.along) + np.float32(value)
        for place, next_value in rest:
            edge += (next_value - value) * np.clip((self.along - before) / (place - before), 0, 1)
            before, value = place, next_value
        return edge

    def band(self, inner, outer, start=0.0, end=1.0):
        """Return how much of each pixel lies between two edges, from one place along to another."""
        inside = (self.along >= start) & (self.along <= end)
        outer = np.where(inside, outer, np.float32(-2))[:, :, None]
        inner = np.where(inside, inner, np.float32(0))[:, :, None]
        half = np.float32(0.5)
        return np.clip(outer + half - self.across, 0, 1) * np.clip(self.across - inner + half, 0, 1)

    def paint(self, cover, shade):
        """Lay a shade over the pictures where `cover` is 1, and mix where it is between 0 and 1."""
        shade = np.float32(shade) if np.isscalar(shade) else shade[:, :, None]
        self.picture += cover * (shade - self.picture)

    def pattern(self, lengthwise, crosswise, prints):
        """Weave stripes and a print, each into this share of the pictures, into all painted so far."""
        weave = np.ones_like(self.picture)
        for share, axis in ((crosswise, 2), (lengthwise, 1)):
            period = self.random.integers(2, 5, (self.count, 1))
            stripes = (np.arange(SIZE) + self.random.integers(0, 8, (self.count, 1))) // period % 2
            strength = self.chance(share) * self.number(-0.6, 0.2)[:, :, None]
            weave += np.expand_dims(stripes.astype(np.float32), axis) * strength
        rows = np.abs(self.along - self.number(0.25, 0.6)) < self.number(0.06, 0.2)
        columns = np.abs(PIXELS - self.number(10, 18)) < self.number(1.5, 4)
        strength = self.chance(prints) * self.number(-0.8, 0.6)[:, :, None]
        weave += rows[:, :, None] * strength * columns[:, None, :]
        self.picture *= weave

    def finish(self):
        """Add folds, light and noise, and return the pictures as bytes."""
        folds = self.random.random((self.count, SIZE, 1), np.float32)
        light = self.random.random((self.count, 1, SIZE), np.float32)
        noise = self.random.random(self.picture.shape, np.float32)
        cloth = np.float32(0.68) + np.float32(0.14) * (folds + light) + np.float32(0.36) * noise
        pictures = (np.clip(self.picture * cloth, 0, 1) * np.float32(255)).astype(np.uint8)
        return pictures.transpose(0, 2, 1) if self.is_on_its_side else pictures


def _upper_body(
    sheet, *, sleeve, hem, length, neck, front=0.0, collar=0.0, ribs=0.0, prints=0.2, stripes=0.15
):
    """Draw what T-shirt, pullover, coat and shirt share; the keywords say where they differ.

    `sleeve` and `length` say how long, `hem` how flared, `neck` how deep; `front` (an opening), `collar`,
    `ribs`, `prints` and `stripes` are the shares of garments that have one.
    """
    sheet.place((0, 6), length, (11.5, 15.5))
    shoulder, chest = sheet.number(4.8, 7.5), sheet.number(4.2, 6.8)
    gap, sleeve_width, sleeve_end = sheet.number(0.1, 2), sheet.number(1.8, 3.4), sheet.number(*sleeve)
    body = sheet.profile((0, shoulder - 3), (0.1, shoulder), (0.3, chest), (1, chest + sheet.number(*hem)))
    inner = body + sheet.profile((0.1, -2), (0.3, 0.3), (1, gap))
    outer = sheet.profile(
        (0, shoulder - 2),
        (0.12, shoulder + 1),
        (0.3, chest + sleeve_width + 1),
        (1, chest + gap + sleeve_width),
    )
    sheet.paint(sheet.band(inner, outer, 0.04, sleeve_end), sheet.tone(0.75, 1))
    sheet.paint(sheet.band(MIDDLE, body), sheet.shade)
    sheet.pattern(stripes, stripes, prints)

    has_ribs, rib_tone = sheet.chance(ribs), sheet.tone(0.6, 0.9)
    sheet.paint(sheet.band(MIDDLE, body, 0.9) * has_ribs, rib_tone)
    sheet.paint(sheet.band(inner, outer, sleeve_end - 0.08, sleeve_end) * has_ribs, rib_tone)
    depth = sheet.number(*neck)
    neckline = sheet.profile((0, sheet.number(2, 3.2)), (depth, 0))
    sheet.paint(
        sheet.band(MIDDLE, neckline + 1.7, -0.02, depth + 0.1) * sheet.chance(collar), sheet.tone(0.5, 1.3)
    )
    sheet.paint(sheet.band(MIDDLE, neckline, -0.1, depth), 0)
    sheet.paint(sheet.band(MIDDLE, sheet.number(0, 0.6), depth) * sheet.chance(front), sheet.tone(0.1, 0.8))


def _t_shirt(sheet):
    _upper_body(sheet, sleeve=(0.15, 0.5), hem=(-0.6, 1), length=(17, 25), neck=(0.05, 0.2), prints=0.4)


def _pullover(sheet):
    _upper_body(sheet, sleeve=(0.6, 1), hem=(-0.8, 0.8), length=(17, 24), neck=(0.02, 0.14), ribs=0.6)


def _coat(sheet):
    _upper_body(
        sheet,
        sleeve=(0.6, 1),
        hem=(-0.3, 1.8),
        length=(20, 27),
        neck=(0.03, 0.2),
        front=0.85,
        collar=0.6,
        prints=0,
    )
    pocket = sheet.band(sheet.number(2, 3), sheet.number(4, 5), 0.6, 0.66)
    sheet.paint(pocket * sheet.chance(0.6), sheet.tone(0.3, 0.7))


def _shirt(sheet):
    _upper_body(
        sheet,
        sleeve=(0.2, 1),
        hem=(-0.6, 1),
        length=(18, 25),
        neck=(0.04, 0.2),
        front=0.3,
        collar=0.6,
        stripes=0.3,
    )
    is_button_row = (np.arange(SIZE) % 3 == 0)[:, None]
    buttons = sheet.band(MIDDLE, sheet.number(0.2, 0.8), 0.2, 0.95) * is_button_row
    sheet.paint(buttons * sheet.chance(0.6), sheet.tone(0, 0.6))


def _trouser(sheet):
    sheet.place((0, 5), (20, 27), (11.5, 15.5))
    hips, leg_gap, leg = sheet.number(3, 5), sheet.number(0, 2.6), sheet.number(1.6, 3.6)
    outer = sheet.profile((0, hips - 0.8), (0.25, hips), (1, leg_gap + leg))
    crotch = sheet.number(0.28, 0.5)
    inner = sheet.profile((0, -1), (crotch, -0.5), (crotch + 0.1, 0), (1, leg_gap))
    sheet.paint(sheet.band(inner, outer), sheet.shade)
    sheet.pattern(0.1, 0.05, 0)
    sheet.paint(sheet.band(MIDDLE, outer, 0, 0.07), sheet.tone(0.5, 0.9))


def _dress(sheet):
    sheet.place((0, 5), (20, 27), (11.5, 15.5))
    shoulder, waist, hem = sheet.number(3, 5.4), sheet.number(2.4, 4.8), sheet.number(3, 8)
    body = sheet.profile((0, shoulder - 0.6), (0.12, shoulder), (0.38, waist), (1, hem))
    sleeve = sheet.profile((0, shoulder), (0.15, shoulder + 2), (0.6, waist + 4))
    sheet.paint(
        sheet.band(body, sleeve, 0.03, sheet.number(0.15, 0.9)) * sheet.chance(0.5), sheet.tone(0.75, 1)
    )
    sheet.paint(sheet.band(MIDDLE, body), sheet.shade)
    sheet.pattern(0.1, 0.15, 0.1)
    sheet.paint(sheet.band(MIDDLE, body, 0.36, 0.41) * sheet.chance(0.4), sheet.tone(0.4, 0.8))
    depth = sheet.number(0.05, 0.18)
    sheet.paint(sheet.band(MIDDLE, sheet.profile((0, shoulder - 1.6), (depth, 0)), -0.1, depth), 0)


def _bag(sheet):
    sheet.place((0, 6), (17, 25), (11.5, 15.5))
    lid, half, handle = sheet.number(0.1, 0.45), sheet.number(6, 12), sheet.number(3, 6.5)
    outer = sheet.profile((0, handle - 2.5), (0.06, handle - 1), (0.15, handle))
    inner = sheet.profile((0, -1), (0.05, -0.5), (0.07, handle - 3), (0.15, handle - 1.4))
    sheet.paint(sheet.band(inner, outer) * sheet.chance(0.75), sheet.tone(0.6, 1))
    body = half + sheet.profile((0, -1.5), (1, 0)) * sheet.number(-1, 1.5)
    sheet.paint(sheet.band(MIDDLE, body, lid), sheet.shade)
    sheet.pattern(0.1, 0.1, 0.2)
    sheet.paint(sheet.band(MIDDLE, body, 0.55, 0.6) * sheet.chance(0.5), sheet.tone(0.4, 0.8))


def _shoe(sheet, *points):
    """Draw the outline of a shoe, and return its upper edge.

    The sheet lies on its side: `along` runs from toe to heel, and `across` is the height above the ground.
    """
    sheet.place((0, 6), (18, 26), (0, 0))
    slope = sheet.number(-0.12, 0.12) * (PIXELS - SIZE / 2)
    sheet.across = (sheet.number(17, 26) + slope)[:, :, None] - PIXELS
    sheet.is_on_its_side = True
    upper = sheet.profile(*points)
    sheet.paint(sheet.band(0, upper), sheet.shade)
    return upper


def _sandal(sheet):
    arch, heel = sheet.number(4, 7), sheet.number(1, 5)
    upper = _shoe(
        sheet, (0, 2), (0.15, arch - 1), (0.5, arch), (0.8, arch + 1), (0.86, arch + 4), (1, arch + 4)
    )
    edge = sheet.number(0.2, 1.5)
    slanted = (
        sheet.number(-1, 1)[:, :, None] * sheet.across + PIXELS[:, None] + sheet.number(0, 20)[:, :, None]
    )
    period = sheet.number(5, 10)[:, :, None]
    hole = slanted % period > period * sheet.number(0.2, 0.6)[:, :, None]
    sheet.paint(sheet.band(0, upper - edge) * hole, 0)
    sheet.paint(sheet.band(0, sheet.profile((0, 1.2), (0.4, 1.5), (1, heel))), sheet.tone(0.5, 1.2))


def _sneaker(sheet):
    instep, ankle = sheet.number(4, 7), sheet.number(6.5, 13)
    _shoe(
        sheet, (0, 2), (0.1, 4), (0.35, instep), (0.6, ankle), (0.7, ankle - 1), (0.9, ankle), (1, ankle - 1)
    )
    sheet.pattern(0.35, 0, 0)
    sheet.paint(sheet.band(0, sheet.number(1.2, 2.6)), sheet.tone(0.4, 1.5))


def _ankle_boot(sheet):
    instep, shaft = sheet.number(4, 8), sheet.number(9, 18)
    bend = sheet.number(0.4, 0.6)
    _shoe(
        sheet, (0, 2), (0.1, 4), (bend - 0.1, instep), (bend, shaft * 0.7), (bend + 0.06, shaft), (1, shaft)
    )
    sheet.pattern(0.1, 0, 0)
    sheet.paint(sheet.band(0, sheet.number(0.8, 2)), sheet.tone(0.4, 1.2))
    arch = sheet.band(0, sheet.number(1, 3), 0.5, sheet.number(0.6, 0.75))
    sheet.paint(arch * sheet.chance(0.5), 0)


# In the order of `helpers.data.CLASS_NAMES`.
GARMENTS = (_t_shirt, _trouser, _pullover, _dress, _coat, _sandal, _shirt, _sneaker, _bag, _ankle_boot)
