"""When to stop, and which epoch to keep: the best so far, and how long ago that was."""


def my_choose_epoch(losses, patience):
    """Return the epoch to keep, counted from 1, if training stops after `patience` epochs without a better one."""
    best, best_epoch = float("inf"), 0
    for epoch, loss in enumerate(losses, start=1):
        if loss < best:
            best, best_epoch = loss, epoch
        elif epoch - best_epoch >= patience:
            break
    return best_epoch
