"""gankit: data to learn, numbers to measure by, and plots to look at, for small GANs.

>>> import gankit
>>> gankit.plot_points(gankit.parabola.points())
"""

from gankit import checks, fit_probes, image_probes, probes, stability_probes
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
from gankit.plots import plot_images, plot_losses, plot_points, plot_ring
from gankit.rings import ring, sample_ring

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
    "fit_probes",
    "frechet_distance",
    "image_probes",
    "load_digits",
    "parabola",
    "plot_images",
    "plot_losses",
    "plot_points",
    "plot_ring",
    "polynomial",
    "probes",
    "random_cubic",
    "ring",
    "sample_ring",
    "sine",
    "stability_probes",
]
