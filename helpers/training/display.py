"""What is shown while a network trains: a line with a bar, and the curves below it."""

import time
from html import escape

from IPython import get_ipython
from IPython.display import display

from helpers import plots


class TrainingDisplay:
    """A line with a bar, and the curves below it: two displays that are changed in place.

    Written here, because Keras's `Progbar` prints a new text for every step, which floods a page, and `tqdm`
    writes to the error stream or needs widget state, which the saved lessons leave out. Neither draws
    curves.

    Parameters
    ----------
    name : str
        What is trained, as the learner called it.
    note : str
        What the title of the curves adds to the name.
    epochs, steps : int
        Epochs of the whole training, and batches in each.
    history : dict of lists
        As `train` returns it; read again after each epoch.
    with_curves : bool
        Whether to draw curves.
    """

    SECONDS_BETWEEN = 0.3  # from one move of the bar to the next: often enough to look alive

    def __init__(self, name, note, epochs, steps, history, with_curves=True):
        """Show nothing yet: only notebooks get displays that are changed in place."""
        self.title = f"{name} ({note})" if note else name
        self.with_curves = with_curves
        self.name, self.epochs, self.steps, self.history = name, epochs, steps, history
        self.in_notebook = hasattr(get_ipython(), "kernel")
        self.notes, self.shown_at = [], 0.0
        self.line = self.curves = None

    @property
    def done(self):
        """The number of finished epochs."""
        return len(self.history.get("loss", []))

    def say(self, sentence):
        """Keep a sentence above the bar."""
        self.notes.append(sentence)
        if not self.in_notebook:
            print(sentence)

    def resume(self):
        """Show how far an interrupted training had come."""
        self.say(f"Resuming after epoch {self.done} of {self.epochs}, where this training was interrupted.")
        if self.in_notebook:
            self._show_line(self.name, share=self.done / self.epochs)
            self._draw_curves()

    def step(self, step, logs):
        """Move the bar, a few times a second."""
        now = time.perf_counter()
        if self.in_notebook and now - self.shown_at > self.SECONDS_BETWEEN:
            self.shown_at = now
            share = (self.done + step / self.steps) / self.epochs
            text = f"{self.name}: epoch {self.done + 1} of {self.epochs}, batch {step} of {self.steps}"
            self._show_line(f"{text}, {losses_and_metrics(logs)}", share=share)

    def epoch_ended(self):
        """Draw the curves, one point longer."""
        if self.in_notebook:
            self._draw_curves()
        else:
            last, seconds = self._last_epoch(), self.history["seconds"][-1]
            print(f"{self.name}: epoch {self.done} of {self.epochs}, {last}, {seconds:.1f} s")

    def end(self):
        """Replace the bar by the result."""
        if self.in_notebook:
            took = duration(sum(self.history["seconds"]))
            self._show_line(f"{self.name}: {self.epochs} epochs in {took}, {self._last_epoch()}")

    def _last_epoch(self):
        return losses_and_metrics({name: values[-1] for name, values in self.history.items()})

    def _draw_curves(self):
        if not self.with_curves:
            return
        figure, alt = plots.training_curves(self.history, title=self.title, epochs=self.epochs)
        if self.curves is None:
            self.curves = display({"text/plain": "The curves follow."}, raw=True, display_id=True)
        plots.show(figure, alt, display_id=self.curves.display_id)

    def _show_line(self, text, share=None):
        bar = (
            ""
            if share is None
            else f'<progress aria-label="trained" value="{share:.3f}" max="1"></progress> '
        )
        html = (
            "".join(f"<div>{escape(note)}</div>" for note in self.notes) + f"<div>{bar}{escape(text)}</div>"
        )
        bundle = {"text/html": html, "text/plain": "\n".join([*self.notes, text])}
        if self.line is None:
            self.line = display(bundle, raw=True, display_id=True)
        else:
            self.line.update(bundle, raw=True)


def losses_and_metrics(logs):
    """Return the losses and metrics of an epoch as text; the seconds are left out.

    Examples
    --------
    >>> losses_and_metrics({"loss": 0.5, "val_loss": 0.625, "seconds": 9})
    'loss 0.500, loss on validation 0.625'
    """
    parts = []
    for name, value in logs.items():
        if name != "seconds":
            label = name.removeprefix("val_") + (" on validation" if name.startswith("val_") else "")
            parts.append(f"{label} {value:.3f}")
    return ", ".join(parts)


def duration(seconds):
    """Return a number of seconds as text, with minutes from 60 seconds on.

    Examples
    --------
    >>> duration(59.4), duration(59.6), duration(100)
    ('59 s', '1 min 0 s', '1 min 40 s')
    """
    minutes, seconds = divmod(round(seconds), 60)
    return f"{minutes} min {seconds} s" if minutes else f"{seconds} s"
