"""A callback that shows in a notebook how far a training is."""

from __future__ import annotations

import base64
import contextlib
import html
import io
import os
import signal
import sys
import time
from collections.abc import Callable
from typing import Any

import keras
import numpy as np

from gankit.rerun import VARIABLE
from gankit.snapshots import Snapshots, StepCount

SHARE = 0.1
"""All that is shown may take this share of the time."""
PAUSE = 0.5
"""Seconds between two pictures of the bar."""
TWICE = 2.0
"""Two interrupts within so many seconds stop the cell, not the training alone."""

_last_interrupt = -np.inf

Picture = Snapshots | Callable[[Any], Any]


def watch(name: str = "", picture: Picture | None = None) -> Watch:
    """Return a callback for ``fit`` that shows a bar with the steps, the time left and the losses.

    Interrupting the cell stops the training, and what it has learned stays; interrupting twice at
    once stops the cell. In a terminal and in the grader the callback does nothing.

    Args:
        name: what is trained.
        picture: what to draw while it trains: snapshots that are among the callbacks too, or a
            function that draws into Matplotlib axes. It takes a tenth of the time at most.
    """
    return Watch(name, picture)


class Watch(keras.callbacks.Callback):  # type: ignore[misc]
    """What ``watch`` returns."""

    def __init__(self, name: str, picture: Picture | None):
        """Take what ``watch`` gets."""
        super().__init__()
        self.name, self.picture = name, picture
        self.count = StepCount()
        self.shell = _shell()

    def on_train_begin(self, logs: Any = None) -> None:  # noqa: ARG002 - Keras gives it by name
        """Show an empty bar, and take interrupts."""
        if self.shell is None:
            return
        self.count.begin(self.params, self.model)
        self.began = self.told = time.perf_counter()
        self.first: tuple[float, int] | None = None
        self.spent = 0.0
        self.cost = 0.1
        self.drawn = ""
        self.losses: dict[str, float] = {}
        self.interrupted = self.over = False
        self.display: Any = None
        self._tell("starting")
        self.before: Any = None
        with contextlib.suppress(ValueError):  # only the main thread gets interrupts
            self.before = signal.signal(signal.SIGINT, self._interrupt)
        self.shell.events.register("post_run_cell", self._cell_ended)

    def on_train_batch_begin(self, batch: int, logs: Any = None) -> None:  # noqa: ARG002
        """Note where the next steps begin."""
        if self.shell is not None:
            self.count.before(batch)

    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
        """Show how far the training is, if that is due."""
        if self.shell is None:
            return
        self.count.after(batch)
        now = time.perf_counter()
        self.first = self.first or (now, self.count.done)
        if now - self.told < PAUSE or self.spent + 0.01 > SHARE * (now - self.began):
            return
        self.losses = {name: float(value) for name, value in (logs or {}).items()}
        if self.picture is not None and self.spent + self.cost < SHARE * (now - self.began):
            self.drawn = self._draw()
            self.cost = time.perf_counter() - now
        self._tell(self._left(now))
        self.told = time.perf_counter()
        self.spent += self.told - now

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:  # noqa: ARG002
        """Go on to the next epoch."""
        if self.shell is not None:
            self.count.next_epoch()
            self.losses = {name: float(value) for name, value in (logs or {}).items()}

    def on_train_end(self, logs: Any = None) -> None:  # noqa: ARG002
        """Show the end in place of the bar, and take no more interrupts."""
        if self.shell is not None:
            self._end("stopped at " if self.interrupted else "")

    def _end(self, how: str) -> None:
        if self.over:
            return
        self.over = True
        self.shell.events.unregister("post_run_cell", self._cell_ended)
        if self.before is not None and signal.getsignal(signal.SIGINT) == self._interrupt:
            signal.signal(signal.SIGINT, self.before)
        self._tell(how or "done", done=True)

    def _cell_ended(self, _result: Any = None) -> None:
        """Tell that the training was broken off, by an error or two interrupts."""
        self._end("broken off at ")

    def _interrupt(self, number: int, frame: Any) -> None:
        """Stop the training after the present steps; at the second time, the cell."""
        global _last_interrupt
        now = time.perf_counter()
        again, _last_interrupt = now - _last_interrupt < TWICE, now
        if again:
            signal.default_int_handler(number, frame)
        self.interrupted = self.model.stop_training = True

    def _left(self, now: float) -> str:
        """Return in words how much time is left."""
        if self.first is None or self.count.total is None or self.count.done <= self.first[1]:
            return "starting"
        each = (now - self.first[0]) / (self.count.done - self.first[1])
        seconds = each * (self.count.total - self.count.done)
        if seconds >= 90:
            return f"about {seconds / 60:.0f} min left"
        return f"about {max(seconds, 1):.0f} s left"

    def _tell(self, state: str, *, done: bool = False) -> None:
        """Show the bar, or what is left of it."""
        step, total = self.count.done, self.count.total
        steps = f"step {step} of {total}" if total else f"step {step}"
        losses = ", ".join(f"{name} {value:.2f}" for name, value in self.losses.items())
        if done:
            took = f"{time.perf_counter() - self.began:.0f} s"
            said = [f"{state}{steps}" if state != "done" else f"{step} steps", took, losses]
        else:
            said = [steps, state, losses]
        line = ": ".join(filter(None, [self.name, ", ".join(filter(None, said))]))
        bar = "" if done else f'<progress value="{step}" max="{total or step or 1}"></progress> '
        shown = {
            "text/plain": line,
            "text/html": f"<div>{bar}<span>{html.escape(line)}</span></div>"
            + ("" if done else self.drawn),
        }
        if self.display is None:
            from IPython.display import display

            self.display = display(shown, raw=True, display_id=True)  # type: ignore[no-untyped-call]
        else:
            self.display.update(shown, raw=True)

    def _draw(self) -> str:
        """Return the picture of this moment as HTML."""
        if isinstance(self.picture, Snapshots):
            return sketch(self.picture)
        from matplotlib.figure import Figure

        from gankit.pages import png

        figure = Figure(figsize=(4.2, 3), layout="constrained")
        if self.picture is not None:
            self.picture(figure.subplots())
        return _image(png(figure))


def sketch(snapshots: Snapshots) -> str:
    """Return the latest outputs of snapshots as a small picture: HTML."""
    outputs = snapshots.outputs[-1]
    if outputs.ndim == 2 and outputs.shape[1] == 2:
        return _scatter(outputs, snapshots.real)
    images = outputs[..., 0] if outputs.ndim == 4 and outputs.shape[3] == 1 else outputs
    if images.ndim != 3:
        return ""
    from PIL import Image

    sheet = images[: len(images[:20]) // 10 * 10 or len(images[:20])]
    columns = min(10, len(sheet))
    rows = sheet.reshape(-1, columns, *sheet.shape[1:]).transpose(0, 2, 1, 3)
    grey = np.clip((rows.reshape(-1, columns * sheet.shape[2]) + 1) * 127.5, 0, 255)
    file = io.BytesIO()
    Image.fromarray(np.nan_to_num(grey).astype(np.uint8)).save(file, "PNG")
    return _image(file.getvalue(), "width:340px;image-rendering:pixelated")


def _image(picture: bytes, style: str = "") -> str:
    source = f"data:image/png;base64,{base64.b64encode(picture).decode()}"
    return f'<img alt="the training at this moment" style="{style}" src="{source}">'


def _scatter(points: Any, real: Any) -> str:
    """Return points and real data as SVG, which takes a few milliseconds."""
    from gankit.fields import Real, window_around
    from gankit.plots import BLUE, ORANGE

    shown = Real.of(real)
    left, right, bottom, top = window_around([np.asarray(points, np.float64)], shown)

    def place(xy: Any) -> Any:
        share = (np.asarray(xy) - [left, bottom]) / [right - left, top - bottom]
        return np.round(np.nan_to_num(share) * [300, -200] + [0, 200], 1)

    marks = "".join(f'<circle cx="{x}" cy="{y}" r="2"/>' for x, y in place(points[:300]))
    if shown.kind == "line":
        line = " ".join(f"{x},{y}" for x, y in place(shown.values[::5]))
        data = f'<polyline points="{line}" fill="none" stroke="{BLUE}" stroke-width="2"/>'
    else:
        radius = max(3.0, 300 * shown.radius / (right - left))
        data = "".join(
            f'<circle cx="{x}" cy="{y}" r="{radius:.1f}" fill="none" stroke="{BLUE}"/>'
            for x, y in place(shown.values)
        )
    return (
        '<svg viewBox="0 0 300 200" width="300" height="200" role="img" '
        f'aria-label="the training at this moment">{data}<g fill="{ORANGE}">{marks}</g></svg>'
    )


def _shell() -> Any:
    """Return a notebook's shell; None in a terminal, the grader, and a run to check a file."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    return shell if hasattr(shell, "kernel") and VARIABLE not in os.environ else None
