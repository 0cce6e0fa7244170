"""Answers to the exercises of lesson 09, as learners write them."""

# ruff: noqa: D103, NPY002, RET503
import numpy as np

from tests.answers import Answers

ANSWERS = Answers()
right, wrong = ANSWERS.right, ANSWERS.wrong

# --- prepare -----------------------------------------------------------------------------------------


@right("prepare")
def divides_and_adds_an_axis(images):
    return (images.astype("float32") / 255.0)[..., None]


@right("prepare")
def multiplies_and_expands(images):
    return np.expand_dims(images * np.float32(1 / 255), axis=-1)


@right("prepare")
def divides_first_and_converts_then(images):
    scaled = (images / 255).astype(np.float32)
    return scaled.reshape(len(images), images.shape[1], images.shape[2], 1)


@right("prepare")
def reads_any_input_as_float(images):
    images = np.array(images, dtype=np.float32)
    images /= 255
    return images.reshape(*images.shape, 1)


@right("prepare")
def writes_the_sizes_of_the_task(images):
    return images.reshape(-1, 28, 28, 1).astype("float32") / 255


@wrong("prepare", "the channel axis is missing")
def forgets_the_channel(images):
    return images.astype("float32") / 255


@wrong("prepare", "the channel axis is missing")
def forgets_the_channel_and_the_type(images):
    return images / 255


@wrong("prepare", "the type is not float32")
def leaves_float64(images):
    return (images / 255)[..., np.newaxis]


@wrong("prepare", "the fractions are lost")
def divides_with_two_slashes(images):
    return (images // 255)[..., np.newaxis].astype("float32")


@wrong("prepare", "the fractions are lost")
def converts_to_uint8_again(images):
    return (images / 255).astype(np.uint8)[..., np.newaxis]


@wrong("prepare", "the type is not float32")
def stacks_what_is_divided(images):
    return np.stack([images / 255.0], axis=-1)


@wrong("prepare", "the images are black and white")
def keeps_what_is_not_black(images):
    return (images > 0)[..., np.newaxis].astype("float32")


@wrong("prepare", "scaled twice")
def scales_twice(images):
    images = images.astype("float32") / 255
    images = images[..., np.newaxis]
    return images / 255


@wrong("prepare", "not scaled")
def only_changes_the_type(images):
    return images.astype("float32")[..., np.newaxis]


@wrong("prepare", "divided by 256")
def divides_by_256(images):
    return images.astype("float32")[..., np.newaxis] / 256


@wrong("prepare", "divided by the largest value of the given images")
def divides_by_the_maximum(images):
    return images.astype("float32")[..., np.newaxis] / images.max()


@wrong("prepare", "scaled to −1 … 1")
def scales_around_zero(images):
    return images.astype("float32")[..., np.newaxis] / 127.5 - 1


@wrong("prepare", "the channel axis comes first")
def puts_the_channel_first(images):
    return images.astype("float32")[:, np.newaxis] / 255


@wrong("prepare", "the images are flattened")
def flattens(images):
    return images.reshape(len(images), -1).astype("float32") / 255


@wrong("prepare", "the channel axis is in the wrong place")
def adds_a_batch_axis(images):
    return images.astype("float32")[np.newaxis] / 255


@wrong("prepare", "the input is changed in place")
def scales_the_images_of_the_caller(images):
    images[:] = images / 255
    return images.astype("float32")[..., np.newaxis]


@wrong("prepare", "decimals are written into whole numbers")
def divides_in_place(images):
    images /= 255
    return images[..., np.newaxis]


@wrong("prepare", "the wrong kind of thing")
def returns_a_list_of_images(images):
    return [(image[..., np.newaxis] / 255).astype("float32") for image in images]


@wrong("prepare", "nothing is returned")
def returns_nothing(images):
    scaled = images.astype("float32") / 255
    scaled = scaled[..., np.newaxis]


# --- most_confused -----------------------------------------------------------------------------------


@right("most_confused")
def copies_and_clears_the_diagonal(confusion):
    mistakes = confusion.copy()
    np.fill_diagonal(mistakes, 0)
    return np.unravel_index(np.argmax(mistakes), mistakes.shape)


@right("most_confused")
def looks_at_every_cell(confusion):
    best, place = -1, None
    for true in range(len(confusion)):
        for predicted in range(len(confusion)):
            if true != predicted and confusion[true, predicted] > best:
                best, place = confusion[true, predicted], (true, predicted)
    return place


@right("most_confused")
def returns_a_list_of_floats(confusion):
    mistakes = confusion * (1.0 - np.eye(len(confusion)))
    return [float(number) for number in np.argwhere(mistakes == mistakes.max())[0]]


@wrong("most_confused", "the diagonal is counted")
def forgets_the_diagonal(confusion):
    return np.unravel_index(confusion.argmax(), confusion.shape)


@wrong("most_confused", "true and predicted have changed places")
def names_the_prediction_first(confusion):
    mistakes = confusion - np.diag(np.diag(confusion))
    true, predicted = np.unravel_index(mistakes.argmax(), mistakes.shape)
    return predicted, true


@wrong("most_confused", "both directions are added")
def adds_both_directions(confusion):
    both = np.triu(confusion + confusion.T, 1)
    return np.unravel_index(both.argmax(), both.shape)


@wrong("most_confused", "a share, not a count")
def divides_by_the_class(confusion):
    shares = confusion / confusion.sum(axis=1, keepdims=True)
    np.fill_diagonal(shares, 0)
    return np.unravel_index(shares.argmax(), shares.shape)


@wrong("most_confused", "the position is given as one number")
def returns_the_flat_place(confusion):
    return (confusion * (1 - np.eye(len(confusion), dtype=int))).argmax()


@wrong("most_confused", "the count itself is given")
def returns_the_count(confusion):
    return (confusion * (1 - np.eye(len(confusion), dtype=int))).max()


@wrong("most_confused", "the input is changed in place")
def clears_the_diagonal_of_the_caller(confusion):
    np.fill_diagonal(confusion, 0)
    return np.unravel_index(confusion.argmax(), confusion.shape)


@wrong("most_confused", "the classes are numbered from 1")
def counts_from_one(confusion):
    true, predicted = copies_and_clears_the_diagonal(confusion)
    return true + 1, predicted + 1


@wrong("most_confused", "the classes with the most mistakes are given")
def takes_rows_and_columns_apart(confusion):
    mistakes = confusion - np.diag(np.diag(confusion))
    return mistakes.sum(axis=1).argmax(), mistakes.sum(axis=0).argmax()


@wrong("most_confused", "printed instead of returned")
def prints_the_pair(confusion):
    print(copies_and_clears_the_diagonal(confusion))


@wrong("most_confused", "the wrong kind of thing")
def returns_the_names(confusion):
    return "Shirt", "T-shirt/top"


# --- class_shares ------------------------------------------------------------------------------------


@right("class_shares")
def divides_where_it_can(confusion):
    right = np.diag(confusion)
    found, named = confusion.sum(axis=1), confusion.sum(axis=0)
    trusted = np.divide(right, named, out=np.zeros(len(right)), where=named > 0)
    return right / found, trusted


@right("class_shares")
def goes_class_by_class(confusion):
    found, trusted = [], []
    for n in range(len(confusion)):
        of_class, named = sum(confusion[n]), sum(confusion[:, n])
        found.append(confusion[n, n] / of_class if of_class else 0)
        trusted.append(confusion[n, n] / named if named else 0.0)
    return found, trusted


@right("class_shares")
def never_divides_by_less_than_one(confusion):
    right = confusion.diagonal().astype("float32")
    return np.array([right / confusion.sum(1).clip(1), right / confusion.sum(0).clip(1)])


@wrong("class_shares", "0 is divided by 0")
def divides_by_zero(confusion):
    right = np.diag(confusion)
    return right / confusion.sum(axis=1), right / confusion.sum(axis=0)


@wrong("class_shares", "found and trusted have changed places")
def mixes_up_the_axes(confusion):
    right = np.diag(confusion)
    return right / np.maximum(confusion.sum(axis=0), 1), right / confusion.sum(axis=1)


@wrong("class_shares", "both go by rows")
def uses_rows_twice(confusion):
    found = np.diag(confusion) / confusion.sum(axis=1)
    return found, found


@wrong("class_shares", "both go by columns")
def uses_columns_twice(confusion):
    trusted = np.diag(confusion) / np.maximum(confusion.sum(axis=0), 1)
    return trusted, trusted


@wrong("class_shares", "divided by all images")
def divides_by_the_total(confusion):
    share = np.diag(confusion) / confusion.sum()
    return share, share


@wrong("class_shares", "the share of mistakes")
def gives_the_mistakes(confusion):
    found, trusted = divides_where_it_can(confusion)
    return 1 - found, 1 - trusted


@wrong("class_shares", "in percent")
def gives_percent(confusion):
    found, trusted = divides_where_it_can(confusion)
    return found * 100, trusted * 100


@wrong("class_shares", "whole-number division")
def divides_with_two_slashes_again(confusion):
    right = np.diag(confusion)
    return right // confusion.sum(axis=1), right // np.maximum(confusion.sum(axis=0), 1)


@wrong("class_shares", "one number for all classes")
def gives_the_means(confusion):
    found, trusted = divides_where_it_can(confusion)
    return found.mean(), trusted.mean()


@wrong("class_shares", "counts, not shares")
def gives_the_sums(confusion):
    return confusion.sum(axis=1), confusion.sum(axis=0)


@wrong("class_shares", "the wrong kind of thing")
def gives_one_of_the_two(confusion):
    return np.diag(confusion) / confusion.sum(axis=1)


# --- accuracy_interval -------------------------------------------------------------------------------


@right("accuracy_interval")
def cuts_with_max_and_min(correct):
    p, n = np.mean(correct), len(correct)
    half = 2 * np.sqrt(p * (1 - p) / n)
    return max(0, p - half), min(1, p + half)


@right("accuracy_interval")
def divides_the_standard_deviation(correct):
    error = correct.std() / correct.size**0.5
    return np.clip([correct.mean() - 2 * error, correct.mean() + 2 * error], 0, 1)


@right("accuracy_interval")
def counts_in_a_loop(correct):
    hits = 0
    for one in correct:
        if one:
            hits += 1
    n = len(correct)
    p = hits / n
    half = 2 * (p * (1 - p) / n) ** 0.5
    low, high = p - half, p + half
    if low < 0:
        low = 0
    if high > 1:
        high = 1
    return [low, high]


@wrong("accuracy_interval", "an end is out of range")
def does_not_cut(correct):
    p = correct.mean()
    half = 2 * np.sqrt(p * (1 - p) / len(correct))
    return p - half, p + half


@wrong("accuracy_interval", "one standard error instead of two")
def takes_one_error(correct):
    p = correct.mean()
    half = np.sqrt(p * (1 - p) / len(correct))
    return max(p - half, 0), min(p + half, 1)


@wrong("accuracy_interval", "the square root is missing")
def forgets_the_root(correct):
    p = correct.mean()
    half = 2 * p * (1 - p) / len(correct)
    return max(p - half, 0), min(p + half, 1)


@wrong("accuracy_interval", "not divided by the number of images")
def forgets_the_number(correct):
    half = 2 * correct.std()
    return max(correct.mean() - half, 0), min(correct.mean() + half, 1)


@wrong("accuracy_interval", "divided by n after the square root")
def divides_outside_the_root(correct):
    p, n = correct.mean(), len(correct)
    half = 2 * np.sqrt(p * (1 - p)) / n
    return max(p - half, 0), min(p + half, 1)


@wrong("accuracy_interval", "p in place of p · (1 − p)")
def forgets_the_mistakes(correct):
    p = correct.mean()
    half = 2 * np.sqrt(p / len(correct))
    return max(p - half, 0), min(p + half, 1)


@wrong("accuracy_interval", "1 − p in place of p · (1 − p)")
def takes_the_mistakes_alone(correct):
    p = correct.mean()
    half = 2 * np.sqrt((1 - p) / len(correct))
    return max(p - half, 0), min(p + half, 1)


@wrong("accuracy_interval", "an interval for the number of images")
def gives_numbers_of_images(correct):
    low, high = cuts_with_max_and_min(correct)
    return low * len(correct), high * len(correct)


@wrong("accuracy_interval", "in percent")
def gives_percent_again(correct):
    low, high = cuts_with_max_and_min(correct)
    return 100 * low, 100 * high


@wrong("accuracy_interval", "the interval for the mistakes")
def counts_the_mistakes(correct):
    return cuts_with_max_and_min(~correct)


@wrong("accuracy_interval", "the ends have changed places")
def gives_the_high_end_first(correct):
    return cuts_with_max_and_min(correct)[::-1]


@wrong("accuracy_interval", "the accuracy and its error")
def gives_middle_and_distance(correct):
    p = correct.mean()
    return p, 2 * np.sqrt(p * (1 - p) / len(correct))


@wrong("accuracy_interval", "the wrong kind of thing")
def gives_the_error_alone(correct):
    p = correct.mean()
    return 2 * np.sqrt(p * (1 - p) / len(correct))


@wrong("accuracy_interval", "printed instead of returned")
def prints_the_ends(correct):
    print(cuts_with_max_and_min(correct))


# --- written without looking at the tables -----------------------------------------------------------


@wrong("prepare", "standardised")
def standardised(images):
    images = images[..., None].astype("float32")
    return (images - images.mean()) / images.std()


@wrong("prepare", "dark and bright are swapped")
def inverted(images):
    return 1 - images[..., None].astype("float32") / 255


@wrong("prepare", "the values are rounded")
def rounded(images):
    return (images[..., None].astype("float32") / 255).round(1)


@wrong("most_confused", "a part of the diagonal is left in")
def removes_the_largest_only(c):
    m = np.array(c).astype(float)
    m[m == m.max()] = 0
    return np.unravel_index(m.argmax(), m.shape)


@wrong("most_confused", "class 0 is left out")
def starts_at_1(c):
    best = (0, 1)
    for i in range(1, len(c)):
        for j in range(1, len(c)):
            if i != j and c[i][j] > c[best[0]][best[1]]:
                best = (i, j)
    return best


@wrong("most_confused", "a part of the diagonal is left in")
def one_diagonal_cell_left(c):
    m = np.array(c)
    m[range(len(m) - 1), range(len(m) - 1)] = 0
    return np.unravel_index(m.argmax(), m.shape)


@wrong("class_shares", "one number for all classes")
def gives_the_accuracy_twice(confusion):
    right = np.diag(confusion).sum()
    return right / confusion.sum(), right / confusion.sum()


@wrong("class_shares", "the diagonal is not what you divide")
def divides_the_largest_cell(confusion):
    found = confusion.max(axis=1) / confusion.sum(axis=1)
    return found, confusion.max(axis=0) / np.maximum(confusion.sum(axis=0), 1)


@wrong("accuracy_interval", "1.96 standard errors instead of two")
def takes_the_number_of_the_textbook(correct):
    share = np.mean(correct)
    half = 1.96 * np.sqrt(share * (1 - share) / len(correct))
    return max(share - half, 0), min(share + half, 1)


@wrong("accuracy_interval", "both ends are cut off where one is out of range")
def cuts_off_both_ends(correct):
    share = np.mean(correct)
    half = 2 * np.sqrt(share * (1 - share) / len(correct))
    return (0, 1) if share - half < 0 or share + half > 1 else (share - half, share + half)


# --- another set, written from the task texts alone ---------------------------------------------------


@wrong("most_confused", "the last row is left out")
def ends_one_class_early(confusion):
    mistakes = confusion - np.diag(np.diag(confusion))
    return np.unravel_index(mistakes[:-1].argmax(), mistakes[:-1].shape)


@wrong("accuracy_interval", "the 2 is under the root")
def puts_the_2_under_the_root(correct):
    share = correct.mean()
    half = np.sqrt(2 * share * (1 - share) / len(correct))
    return max(0, share - half), min(1, share + half)


@wrong("accuracy_interval", "the interval has the wrong width")
def takes_the_largest_error_there_is(correct):
    share = correct.mean()
    half = 2 * np.sqrt(0.25 / len(correct))
    return max(0, share - half), min(1, share + half)


@wrong("accuracy_interval", "an end that is out of range is not moved to 0 or 1")
def stays_away_from_0_and_1(correct):
    share = correct.mean()
    half = 2 * np.sqrt(share * (1 - share) / len(correct))
    return max(0.01, share - half), min(0.99, share + half)


@wrong("class_shares", "a share for each cell")
def divides_the_whole_table(confusion):
    return confusion / confusion.sum(axis=1, keepdims=True), confusion / np.maximum(confusion.sum(axis=0), 1)


@wrong("prepare", "divided by a number other than 255")
def divides_by_100(images):
    return images[..., np.newaxis].astype("float32") / 100


# --- the fifth set, written from the task texts alone -------------------------------------------------


@right("accuracy_interval")
def keeps_each_end_in_an_array_of_its_own(correct):
    share = np.mean(correct, keepdims=True)
    error = np.sqrt(share * (1 - share) / len(correct))
    return np.fmax(share - error - error, 0), np.fmin(share + error + error, 1)


@wrong("accuracy_interval", "the ends are rounded")
def rounds_to_whole_percent(correct):
    share = np.mean(correct)
    half = 2 * np.sqrt(share * (1 - share) / len(correct))
    return round(max(share - half, 0), 2), round(min(share + half, 1), 2)


@wrong("class_shares", "1 is added to the sums of the columns")
def adds_one_against_the_division_by_zero(confusion):
    right = np.diag(confusion)
    return right / confusion.sum(axis=1), right / (confusion.sum(axis=0) + 1)


@wrong("most_confused", "the last row and the last column are left out")
def ends_both_loops_too_early(confusion):
    best, where = -1, (0, 0)
    for i in range(len(confusion) - 1):
        for j in range(len(confusion) - 1):
            if i != j and confusion[i, j] > best:
                best, where = confusion[i, j], (i, j)
    return where


@wrong("prepare", "the images are flattened")
def makes_each_image_a_column(images):
    return (images / 255).astype("float32").reshape(len(images), -1, 1)


@wrong("most_confused", "only the first row is searched")
def returns_inside_the_outer_loop(confusion):
    best, where = 0, (0, 0)
    for i in range(len(confusion)):
        for j in range(len(confusion)):
            if i != j and confusion[i, j] > best:
                best, where = confusion[i, j], (i, j)
        return where


@wrong("class_shares", "it stops with IndexError")
def counts_ten_classes(confusion):
    found = [confusion[i, i] / confusion[i].sum() for i in range(10)]
    trusted = [confusion[i, i] / max(confusion[:, i].sum(), 1) for i in range(10)]
    return found, trusted


@wrong("accuracy_interval", "p · p in place of p · (1 − p)")
def squares_the_share(correct):
    p = correct.mean()
    error = 2 * np.sqrt(p**2 / len(correct))
    return max(0, p - error), min(1, p + error)


@right("prepare")
def looks_up_in_a_table(images):
    table = np.linspace(0, 1, 256, dtype=np.float32)
    return np.expand_dims(table[images], 3)


@wrong("most_confused", "the largest number of each row is taken for the correct answers")
def removes_the_largest_of_each_row(confusion):
    m = confusion.copy()
    m[np.arange(len(m)), m.argmax(axis=1)] = 0
    return np.unravel_index(m.argmax(), m.shape)


@wrong("most_confused", "a part of the diagonal is left in")
def looks_for_the_number_everywhere(confusion):
    off = confusion - np.diag(np.diag(confusion))
    return tuple(np.argwhere(confusion == off.max())[0])


@wrong("class_shares", "a number is left unset")
def divides_without_out(confusion):
    right = np.diag(confusion)
    columns = confusion.sum(axis=0)
    return right / confusion.sum(axis=1), np.divide(right, columns, where=columns > 0)


@wrong("accuracy_interval", "`min` and `max` have changed places")
def min_and_max_swapped(correct):
    p = correct.mean()
    margin = 2 * np.sqrt(p * (1 - p) / len(correct))
    return min(p - margin, 0), max(p + margin, 1)


@wrong("accuracy_interval", "Wilson's interval")
def wilson(correct):
    n, p, z = len(correct), correct.mean(), 2
    centre = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z * np.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return max(centre - half, 0), min(centre + half, 1)
