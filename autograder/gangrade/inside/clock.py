"""How long a cell may take: it is interrupted in here, so that what it has done before counts.

The candidate's end by the examiner, who counts its time from outside, is the backstop: code can
catch an interrupt, and some of it does not listen for a while.
"""

from __future__ import annotations

import contextlib
import math
import signal
from collections.abc import Iterator
from types import FrameType

AGAIN = 0.5
"""Seconds between two interrupts: code may catch the first."""


class TimeUp(KeyboardInterrupt):
    """The cell's time is up. Code that ends cleanly at an interrupt ends cleanly here too."""


@contextlib.contextmanager
def interrupted(cpu: float, wall: float) -> Iterator[None]:
    """Raise ``TimeUp`` in what runs inside after so many seconds of CPU time, or of the clock.

    Infinite ones are no limit.
    """
    armed = True

    def stop(_signal: int, _frame: FrameType | None) -> None:
        if armed:
            raise TimeUp

    timers = {
        signal.ITIMER_PROF: (signal.SIGPROF, cpu),
        signal.ITIMER_REAL: (signal.SIGALRM, wall),
    }
    before = {number: signal.signal(number, stop) for number, _ in timers.values()}
    try:
        for timer, (_, seconds) in timers.items():
            if math.isfinite(seconds):
                signal.setitimer(timer, max(seconds, 0.001), AGAIN)
        yield
    finally:
        armed = False
        for timer in timers:
            signal.setitimer(timer, 0)
        for number, handler in before.items():
            signal.signal(number, handler)
