"""gankit: curves to learn, distances to measure by, and plots to look at, for small GANs.

>>> import gankit
>>> gankit.plot_points(gankit.parabola.points())
"""

from gankit import checks, image_probes, probes, stability_probes
from gankit.curves import (
    X_RANGE,
    Curve,
    absolute,
    cubic,
    parabola,
    polynomial,
    random_cubic,
    sine,
)
from gankit.digits import (
    digit_classes,
    digit_features,
    digit_measures,
    frechet_distance,
    load_digits,
)
from gankit.measures import curve_measures, distance
from gankit.plots import plot_losses, plot_points

__all__ = [
    "X_RANGE",
    "Curve",
    "absolute",
    "checks",
    "cubic",
    "curve_measures",
    "digit_classes",
    "digit_features",
    "digit_measures",
    "distance",
    "frechet_distance",
    "image_probes",
    "load_digits",
    "parabola",
    "plot_losses",
    "plot_points",
    "polynomial",
    "probes",
    "random_cubic",
    "sine",
    "stability_probes",
]
