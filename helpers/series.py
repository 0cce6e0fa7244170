"""Generated data for lesson 14: series of a sensor, tones in noise, and short reviews.

Each example has one event to recognise. It is in the first half, in the second half, or anywhere, so you can
test a network on positions where it saw no event in training.
"""

import numpy as np

from helpers.arguments import whole_number

# A sensor: a burst jumps up and fades away. A swell has the same numbers in reverse order.
BURST = np.array([7, 6, 5, 4, 3, 2, 1])
SWELL = BURST[::-1]
STEPS = 64
MARGIN = 4  # steps kept free at both ends, so that no window at an event goes beyond the series

# A sound: a short tone of one of three pitches, in hertz.
SAMPLING_RATE = 4000  # samples per second
PITCHES = (300, 500, 800)
SAMPLES = 256  # of a whole sound
TONE = 64  # samples of the tone in it

# A text: twelve words, three of them a verdict. Both verdicts have the same words.
PRAISE = ("good", "not", "bad")
COMPLAINT = ("bad", "not", "good")
SMALL_TALK = (
    "we", "sat", "by", "the", "window", "and", "had", "soup", "with", "bread",
    "before", "our", "train", "left", "early", "for", "the", "coast",
)  # fmt: skip
VOCABULARY = tuple(sorted({*PRAISE, *SMALL_TALK}))
WORDS = 12

HALVES = ("first", "second", "both")


def sensor_series(count, half="both", *, seed):
    """Return series of a noisy sensor, half of them with a burst and half with a swell.

    Parameters
    ----------
    count : int
        How many series.
    half : "first", "second" or "both"
        Where the event may be.
    seed : int

    Returns
    -------
    series : ndarray of float32, (count, STEPS, 1)
    labels : ndarray of int, (count,)
        1 for a burst, 0 for a swell.

    Raises
    ------
    TypeError
        If `count` is not a whole number.
    ValueError
        If `count` is less than 1, or `half` is none of the three.

    Examples
    --------
    >>> series, labels = sensor_series(4, seed=0)
    >>> series.shape, sorted(labels.tolist())
    ((4, 64, 1), [0, 0, 1, 1])
    """
    random, labels = _start(count, half, seed, classes=2)
    series = random.normal(0, 0.5, (count, STEPS))
    places = _places(random, count, half, STEPS, len(BURST), margin=MARGIN)
    for one, label, place in zip(series, labels, places, strict=True):
        one[place : place + len(BURST)] += BURST if label else SWELL
    return series[:, :, np.newaxis].astype(np.float32), labels


def tones(count, half="both", *, seed):
    """Return short noisy sounds, each with a tone of one of three pitches in it.

    The *phase* of a tone, the point of its oscillation at which it begins, is random.

    Parameters
    ----------
    count : int
        How many sounds.
    half : "first", "second" or "both"
        Where the tone may be.
    seed : int

    Returns
    -------
    sounds : ndarray of float32, (count, SAMPLES, 1)
    labels : ndarray of int, (count,)
        The number of the pitch in `PITCHES`.

    Raises
    ------
    TypeError
        If `count` is not a whole number.
    ValueError
        If `count` is less than 1, or `half` is none of the three.

    Examples
    --------
    >>> sounds, labels = tones(3, seed=0)
    >>> sounds.shape, sorted(labels.tolist())
    ((3, 256, 1), [0, 1, 2])
    """
    random, labels = _start(count, half, seed, classes=len(PITCHES))
    sounds = random.normal(0, 0.4, (count, SAMPLES))
    phases = random.uniform(0, 1, count)
    places = _places(random, count, half, SAMPLES, TONE)
    for sound, label, phase, place in zip(sounds, labels, phases, places, strict=True):
        sound[place : place + TONE] += tone(PITCHES[label], TONE, phase=phase)
    return sounds[:, :, np.newaxis].astype(np.float32), labels


def tone(pitch, samples, *, phase=0.0):
    """Return a pure tone, a sine wave sampled at `SAMPLING_RATE`.

    Parameters
    ----------
    pitch : float
        In hertz.
    samples : int
    phase : float
        Where in its oscillation the tone begins, from 0 to 1.

    Returns
    -------
    ndarray of float64, (samples,)

    Examples
    --------
    >>> tone(1000, 5).round(2).tolist()
    [0.0, 1.0, 0.0, -1.0, -0.0]
    """
    return np.sin(2 * np.pi * (pitch * np.arange(samples) / SAMPLING_RATE + phase))


def reviews(count, half="both", *, seed):
    """Return short reviews, half of them praise and half complaints, made of the same words.

    The small talk around a verdict is drawn at random, from so many orders that two seeds hardly ever give
    the same review: reviews for testing are then not among those for training.

    Parameters
    ----------
    count : int
        How many reviews.
    half : "first", "second" or "both"
        Where the verdict may be.
    seed : int

    Returns
    -------
    texts : list of str
        `WORDS` words each.
    labels : ndarray of int, (count,)
        1 for praise, 0 for a complaint.

    Raises
    ------
    TypeError
        If `count` is not a whole number.
    ValueError
        If `count` is less than 1, or `half` is none of the three.

    Examples
    --------
    >>> reviews(1, "first", seed=2)
    (['had coast soup bad not good before by our we the sat'], array([0]))
    """
    random, labels = _start(count, half, seed, classes=2)
    talk = WORDS - len(PRAISE)
    texts = []
    for label, place in zip(labels, _places(random, count, half, WORDS, len(PRAISE)), strict=True):
        words = list(random.permutation(SMALL_TALK)[:talk])
        words[place:place] = PRAISE if label else COMPLAINT
        texts.append(" ".join(words))
    return texts, labels


def one_hot(text):
    """Return a text as a grid of one-hot rows: one row for each word, with a 1 in the column of that word.

    Parameters
    ----------
    text : str
        Words of the `VOCABULARY`, with spaces between them.

    Returns
    -------
    ndarray of int, (words, len(VOCABULARY))

    Raises
    ------
    ValueError
        If a word is not in the vocabulary.

    Examples
    --------
    >>> one_hot("not bad").argmax(axis=1).tolist()
    [11, 1]
    """
    words = text.split()
    unknown = [word for word in words if word not in VOCABULARY]
    if unknown:
        raise ValueError(f"{unknown[0]!r} is not in the vocabulary: use {', '.join(VOCABULARY)}.")
    grid = np.zeros((len(words), len(VOCABULARY)), dtype=int)
    grid[np.arange(len(words)), [VOCABULARY.index(word) for word in words]] = 1
    return grid


def _start(count, half, seed, *, classes):
    """Return a random generator, and equally frequent labels in random order; check the arguments."""
    count = whole_number("count", count, least=1)
    if half not in HALVES:
        raise ValueError(f'half must be "first", "second" or "both", but is {half!r}.')
    random = np.random.default_rng(seed)
    return random, random.permutation(np.arange(count) % classes)


def _places(random, count, half, length, event, *, margin=0):
    """Return random starting positions that keep an event within its half and inside the margins."""
    first, middle, last = margin, length // 2, length - margin
    low, high = {"first": (first, middle), "second": (middle, last), "both": (first, last)}[half]
    return random.integers(low, high - event + 1, size=count)
