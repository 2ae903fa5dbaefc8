"""Ways to run your functions and write down what they give.

A test never calls your function itself. It asks a probe to do it: a probe makes the inputs, runs
the function, perhaps several times, and returns plain numbers, arrays and networks for the test to
judge. In your notebook a probe runs on the spot. In the grader the tests live in another process
than your code, so the same probe runs beside your code and only its result travels. (There, Keras
and TensorFlow are not even imported; that is why the imports stand inside the functions here.)

Probes lie in the modules of this package, by what they look at, and are found by name:

>>> from gankit import probes
>>> probes.call(max, [3, 5])
5
"""

from __future__ import annotations

from typing import Any

from gankit.probes.base import Probe, probes_in


def __getattr__(name: str) -> Probe[..., Any]:
    """Return the probe of this name, whichever module it lies in."""
    try:
        return probes_in(__name__)[name]
    except KeyError:
        raise AttributeError(f"There is no probe {name} here.") from None


def __dir__() -> list[str]:
    return [*globals(), *probes_in(__name__)]
