"""gankit: data to learn, numbers to measure by, and plots to look at, for small GANs.

>>> import gankit
>>> gankit.cubic(0.5)
0.125
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

_NAMES = {
    "curves": "X_RANGE Curve absolute cubic parabola polynomial random_cubic sine",
    "grader": "Grader",
    "judging": "judge",
    "fields": "field",
    "films": "film",
    "digits": (
        "digit_classes digit_features digit_measures digit_probabilities frechet_distance "
        "load_digits"
    ),
    "digit_sets": "shift_images",
    "gan_digits": "load_gan_digits",
    "measures": "curve_measures distance",
    "pythons": "grader_python",
    "overlaps": "overlap_sliders",
    "plots": "plot_images plot_losses plot_points plot_ring",
    "rings": "ring ring_measures sample_ring",
    "set_tables": "set_table",
    "sliders": "dirac_sliders",
    "snapshots": "Snapshots",
    "stairs": "wasserstein_sliders",
    "watching": "watch",
}
_HERE = {module for module in ("checks", "probes", *_NAMES) if find_spec(f"{__name__}.{module}")}
_HOMES = {n: module for module, names in _NAMES.items() if module in _HERE for n in names.split()}
__all__ = sorted({*_HERE - {*_NAMES}, *_HOMES})


def __getattr__(name: str) -> Any:
    """Import what is asked for when it is: a part's zip holds the modules that it uses."""
    try:
        home = import_module(f"{__name__}.{_HOMES.get(name, name)}")
    except ModuleNotFoundError as error:
        raise AttributeError(f"gankit has no {name} here") from error
    return getattr(home, name) if name in _HOMES else home


def __dir__() -> list[str]:
    return [*globals(), *__all__]
