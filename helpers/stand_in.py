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
            images[chunk] = garment(Sheet(len(chunk), random)).finish()
    return images, labels


class Sheet:
    """A stack of empty pictures, and the brushes that draw on all of them at once.

    Rows run along the garment, columns across it; a shoe is drawn lying on its side and turned at the end.
    """

    def __init__(self, count, random):
        """Lay out `count` black pictures, each with a shade, a pattern and folds of its own."""
        self.count, self.random = count, random
        self.picture = np.zeros((count, SIZE, SIZE), np.float32)
        self.shade = self.number(0.3, 0.95)[:, :, None]

    def number(self, low, high):
        """Draw one number for each picture, as a column."""
        return np.float32(low) + np.float32(high - low) * self.random.random((self.count, 1), np.float32)

    def chance(self, share):
        """Return 1 for about this share of the pictures and 0 for the others, as a column."""
        return (self.random.random((self.count, 1), np.float32) < share).astype(np.float32)

    def place(self, start, length, centre, lean=0.15):
        """Choose where each garment begins, how long it is, and where its middle line runs."""
        self.length = self.number(*length)
        self.along = (PIXELS - self.number(*start)) / self.length
        middle = self.number(*centre) + self.number(-lean, lean) * (PIXELS - SIZE / 2)
        self.side = PIXELS - middle[:, :, None]
        self.across = np.abs(self.side)

    def profile(self, *points):
        """Join (position along the garment, distance across it) by straight lines; hold the end values."""
        (before, value), *rest = points
        line = np.zeros_like(self.along) + np.float32(0) + value
        for position, next_value in rest:
            share = np.clip((self.along - before) / (position - before), 0, 1)
            line += (next_value - value) * share
            before, value = position, next_value
        return line

    def band(self, inner, outer, start=0.0, end=1.0):
        """Return how much of each pixel lies between two edges, from one place along to another."""
        inside = (self.along >= start) & (self.along <= end)
        outer = np.where(inside, outer, np.float32(-2))
        cover = np.clip(outer[:, :, None] + np.float32(0.5) - self.across, 0, 1)
        if inner is not None:
            inner = inner + np.zeros_like(self.along)
            cover *= np.clip(self.across - inner[:, :, None] + np.float32(0.5), 0, 1)
        return cover

    def paint(self, cover, shade):
        """Lay a shade over the pictures where `cover` is 1, and mix at soft edges."""
        if np.ndim(shade) == 2:
            shade = shade[:, :, None]
        self.picture += cover * (shade - self.picture)

    def tone(self, low, high):
        """Return the garment's own shade times a random factor."""
        return self.shade * self.number(low, high)[:, :, None]

    def pattern(self, stripes_along=0.15, stripes_across=0.15, prints=0.2):
        """Weave stripes, checks and a print, each into this share of the pictures."""
        pixels = np.arange(SIZE)
        weave = np.ones_like(self.picture)
        for share, axis in ((stripes_across, 2), (stripes_along, 1)):
            period = self.random.integers(2, 5, (self.count, 1))
            phase = self.random.integers(0, 8, (self.count, 1))
            stripes = ((pixels + phase) // period % 2) * self.chance(share) * self.number(-0.6, 0.2)
            weave += np.expand_dims(stripes.astype(np.float32), axis)
        rows = np.abs(self.along - self.number(0.25, 0.6)) < self.number(0.06, 0.2)
        columns = np.abs(PIXELS - self.number(10, 18)) < self.number(1.5, 4)
        strength = self.chance(prints) * self.number(-0.8, 0.6)
        weave += (rows * strength)[:, :, None] * columns[:, None, :]
        self.picture *= weave

    def finish(self):
        """Add folds, light and noise, and return the pictures as bytes."""
        folds = self.random.random((self.count, SIZE, 1), np.float32)
        light = self.random.random((self.count, 1, SIZE), np.float32)
        noise = self.random.random(self.picture.shape, np.float32)
        self.picture *= np.float32(0.72) + np.float32(0.14) * (folds + light) + np.float32(0.28) * noise
        return (np.clip(self.picture, 0, 1) * np.float32(255)).astype(np.uint8)


def _upper_body(
    sheet, *, sleeve, hem, length, neck, open_front=0.0, collar=0.0, ribs=0.0, prints=0.2, checks=0.15
):
    """Draw what T-shirt, pullover, coat and shirt share; the keywords say where they differ."""
    sheet.place((1, 5), length, (12, 15))
    shoulder, chest = sheet.number(5.5, 7.5), sheet.number(4.8, 6.8)
    bottom = chest + sheet.number(*hem)
    body = sheet.profile((0, shoulder - 3), (0.1, shoulder), (0.3, chest), (1, bottom))
    end, gap, width = sheet.number(*sleeve), sheet.number(0.2, 2), sheet.number(2, 3.4)
    inner = body + sheet.profile((0.1, -2), (0.3, 0.3), (1, gap))
    outer = sheet.profile(
        (0, shoulder - 2), (0.12, shoulder + 1), (0.3, chest + width + 1), (1, chest + gap + width)
    )
    sheet.paint(sheet.band(inner, outer, 0.04, end), sheet.tone(0.75, 1))
    sheet.paint(sheet.band(None, body), sheet.shade)
    sheet.pattern(checks, checks, prints)
    has_ribs = sheet.chance(ribs)
    sheet.paint(sheet.band(None, body, 0.9) * has_ribs[:, :, None], sheet.tone(0.6, 0.8))
    sheet.paint(sheet.band(inner, outer, end - 0.08, end) * has_ribs[:, :, None], sheet.tone(0.6, 0.8))
    depth = sheet.number(*neck)
    edge = sheet.profile((0, sheet.number(2, 3.2)), (depth, 0))
    has_collar = sheet.chance(collar)[:, :, None]
    sheet.paint(sheet.band(None, edge + 1.7, -0.02, depth + 0.1) * has_collar, sheet.tone(0.5, 1.3))
    sheet.paint(sheet.band(None, edge, -0.1, depth), 0)
    is_open = sheet.chance(open_front)[:, :, None]
    sheet.paint(sheet.band(None, sheet.number(0.1, 0.6), depth) * is_open, sheet.tone(0.1, 0.6))


def _t_shirt(sheet):
    _upper_body(sheet, sleeve=(0.2, 0.42), hem=(-0.5, 0.8), length=(19, 24), neck=(0.06, 0.2), prints=0.5)
    return sheet


def _trouser(sheet):
    sheet.place((0, 3), (23, 27), (12, 15), lean=0.1)
    hips, spread, leg = sheet.number(3.4, 5), sheet.number(0.3, 3), sheet.number(1.8, 3.6)
    outer = sheet.profile((0, hips - 0.8), (0.25, hips), (1, spread + leg))
    inner = sheet.profile((0, -1), (0.28, -0.5), (0.36, 0.4), (1, spread))
    sheet.paint(sheet.band(inner, outer), sheet.shade)
    sheet.pattern(0.1, 0.05, 0)
    sheet.paint(sheet.band(None, outer, 0, 0.07), sheet.tone(0.5, 0.9))
    return sheet


def _pullover(sheet):
    _upper_body(
        sheet, sleeve=(0.72, 1), hem=(-0.8, 0.5), length=(19, 24), neck=(0.02, 0.1), ribs=0.7, prints=0.2
    )
    return sheet


def _dress(sheet):
    sheet.place((0, 3), (23, 27), (12, 15), lean=0.1)
    shoulder, waist, hem = sheet.number(3, 4.6), sheet.number(2.4, 3.8), sheet.number(3.5, 8)
    body = sheet.profile((0, shoulder - 0.6), (0.12, shoulder), (0.38, waist), (1, hem))
    end = sheet.number(0.15, 0.6)
    has_sleeves = sheet.chance(0.4)[:, :, None]
    sleeve = sheet.profile((0, shoulder), (0.15, shoulder + 2), (0.6, waist + 4))
    sheet.paint(sheet.band(body, sleeve, 0.03, end) * has_sleeves, sheet.tone(0.75, 1))
    sheet.paint(sheet.band(None, body), sheet.shade)
    sheet.pattern(0.1, 0.15, 0.1)
    sheet.paint(sheet.band(None, body, 0.36, 0.41) * sheet.chance(0.4)[:, :, None], sheet.tone(0.4, 0.8))
    depth = sheet.number(0.05, 0.18)
    sheet.paint(sheet.band(None, sheet.profile((0, shoulder - 1.6), (depth, 0)), -0.1, depth), 0)
    return sheet


def _coat(sheet):
    _upper_body(
        sheet,
        sleeve=(0.7, 0.95),
        hem=(0, 1.6),
        length=(22, 27),
        neck=(0.03, 0.2),
        open_front=0.9,
        collar=0.7,
        prints=0,
    )
    pocket = sheet.chance(0.6)[:, :, None] * sheet.band(sheet.number(2, 3), sheet.number(4, 5), 0.6, 0.65)
    sheet.paint(pocket, sheet.tone(0.3, 0.6))
    return sheet


def _shirt(sheet):
    _upper_body(
        sheet,
        sleeve=(0.3, 1),
        hem=(-0.5, 0.8),
        length=(20, 25),
        neck=(0.05, 0.2),
        open_front=0.6,
        collar=0.6,
        checks=0.4,
    )
    return sheet


def _shoe(sheet, upper, *, length, ground):
    """Draw sole and upper; distance across is now height above the ground, and along runs toe to heel."""
    sheet.place((1, 4), length, (0, 1))
    slope = sheet.number(-0.08, 0.08) * (PIXELS - SIZE / 2)
    sheet.across = (sheet.number(*ground) + slope)[:, :, None] - PIXELS
    upper = sheet.profile(*upper)
    sheet.paint(sheet.band(np.float32(0), upper), sheet.shade)
    return upper


def _sandal(sheet):
    arch = sheet.number(4, 8)
    upper = _shoe(
        sheet,
        ((0, 2), (0.12, arch * 0.7), (0.45, arch), (0.8, arch), (0.85, arch + 3), (1, arch + 3)),
        length=(21, 25),
        ground=(18, 24),
    )
    slant = sheet.number(-1, 1)[:, :, None] * sheet.across + PIXELS[:, None] + sheet.number(0, 9)[:, :, None]
    period = sheet.number(5, 9)[:, :, None]
    sheet.paint((slant % period < period * np.float32(0.6)).astype(np.float32), 0)
    heel = sheet.number(1, 4)
    sheet.paint(
        sheet.band(np.float32(0), sheet.profile((0, 1.2), (0.4, 1.5), (1, heel))), sheet.tone(0.5, 1.2)
    )
    return _turn(sheet)


def _sneaker(sheet):
    instep, ankle = sheet.number(4.5, 6.5), sheet.number(7, 11)
    upper = _shoe(
        sheet,
        ((0, 2), (0.1, 4), (0.35, instep), (0.6, ankle), (0.7, ankle - 1), (0.9, ankle), (1, ankle - 1)),
        length=(22, 26),
        ground=(18, 24),
    )
    sheet.pattern(0.35, 0, 0)
    sheet.paint(sheet.band(np.float32(0), sheet.number(1.2, 2.6)), sheet.tone(0.4, 1.5))
    return _turn(sheet)


def _bag(sheet):
    sheet.place((1, 5), (19, 24), (12, 15), lean=0.1)
    lid, half = sheet.number(0.2, 0.45), sheet.number(7.5, 12)
    body = half + sheet.profile((0, -1.5), (1, 0)) * sheet.number(-1, 1.5)
    handle = sheet.number(3, 6.5)
    outer = sheet.profile((0, handle - 2.5), (0.06, handle - 1), (0.15, handle))
    inner = sheet.profile((0, -1), (0.05, -0.5), (0.07, handle - 3), (0.15, handle - 1.4))
    sheet.paint(sheet.band(inner, outer) * sheet.chance(0.8)[:, :, None], sheet.tone(0.6, 1))
    inside = (sheet.along >= lid)[:, :, None]
    sheet.paint(sheet.band(None, body) * inside, sheet.shade)
    sheet.pattern(0.1, 0.1, 0.2)
    flap = sheet.band(None, body, 0.55, 0.6) * sheet.chance(0.5)[:, :, None]
    sheet.paint(flap, sheet.tone(0.4, 0.8))
    return sheet


def _ankle_boot(sheet):
    instep, shaft = sheet.number(5, 8), sheet.number(13, 19)
    upper = _shoe(
        sheet,
        ((0, 2), (0.1, 4.5), (0.4, instep), (0.5, shaft * 0.6), (0.54, shaft), (1, shaft)),
        length=(19, 24),
        ground=(22, 26),
    )
    sheet.pattern(0.1, 0, 0)
    sheet.paint(sheet.band(np.float32(0), sheet.number(0.8, 2)), sheet.tone(0.4, 1.2))
    return _turn(sheet)


def _turn(sheet):
    """Stand a shoe up: columns were drawn as rows."""
    sheet.picture = sheet.picture.transpose(0, 2, 1)
    return sheet


# In the order of `helpers.data.CLASS_NAMES`.
GARMENTS = (_t_shirt, _trouser, _pullover, _dress, _coat, _sandal, _shirt, _sneaker, _bag, _ankle_boot)
