"""Rings of small Gaussians: eight on the unit circle are known; others are drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import gankit
import numpy as np
from gankit.rings import NEAR, ring_measures
from numpy.typing import NDArray

from gangrade.subjects.base import Generated, Measure, Thresholds
from gangrade.subjects.scenes import Plane


@dataclass(frozen=True)
class Ring:
    """Gaussians of standard deviation ``sigma`` around ``centres``, shape (modes, 2)."""

    centres: NDArray[np.float32]
    sigma: float


class Rings(Generated[Ring]):
    """A generator of points on a ring of Gaussians, the *modes*."""

    fixed = "the ring of 8"
    public = "ring_measures"
    noun = "the ring"
    caption = "Points that your generator made, and the modes that it should cover."
    measures = (
        Measure(
            "modes",
            best=1,
            keeps_out=("two modes missing",),
            words="share of the modes that your points cover",
            sentence="Your points cover {value:.2f} of the modes; they should cover at least "
            "{low:.2f}.",
        ),
        Measure(
            "near",
            best=1,
            keeps_out=("a circle", "noise"),
            words="share of your points within 4 sigma of a mode",
            sentence="{value:.2f} of your points lie within 4 sigma of a mode; at least {low:.2f} "
            "should.",
        ),
        Measure(
            "spread",
            best=1,
            keeps_out=("centres",),
            allowed=(0.3, 3.0),
            words="spread of your points within a mode, in sigma",
            sentence="Within a mode your points spread {value:.2f} sigma; it should be between "
            "{low:.1f} and {high:.1f}.",
        ),
    )

    def fixed_target(self) -> Ring:
        """Return the ring of the notebook's examples."""
        return Ring(gankit.ring(), 0.05)

    def draw(self, random: np.random.Generator) -> Ring:
        """Draw the number of modes, the radius, the rotation and sigma."""
        modes = int(random.choice([6, 7, 9]))
        radius = float(random.uniform(0.8, 1.6))
        rotation = float(random.uniform(0, 2 * np.pi / modes))
        sigma = float(radius * random.uniform(0.03, 0.06))
        return Ring(gankit.ring(modes, radius, rotation), sigma)

    def arguments(self, target: Ring) -> list[Any]:
        """Return centres and sigma."""
        return [target.centres, target.sigma]

    def shape(self, target: Ring) -> tuple[int, ...]:  # noqa: ARG002
        """Return the shape of a point."""
        return (2,)

    def values(self, samples: NDArray[np.float32], target: Ring) -> dict[str, float]:
        """Return gankit's three measures of points of shape (n, 2)."""
        return ring_measures(samples, target.centres, target.sigma)

    def wrong(self, target: Ring) -> dict[str, NDArray[Any]]:
        """Return missing modes, bare centres, a circle, and points that are spread too far."""
        random = np.random.default_rng(2014)
        n, centres, sigma = self.samples, target.centres, target.sigma
        radius = float(np.linalg.norm(centres[0]))
        angle = random.uniform(0, 2 * np.pi, n)
        circle = radius * np.column_stack([np.cos(angle), np.sin(angle)])
        return {
            "two modes missing": gankit.sample_ring(n, centres[2:], sigma, rng=random),
            "one mode only": gankit.sample_ring(n, centres[:1], sigma, rng=random),
            "centres": gankit.sample_ring(n, centres, 0.0, rng=random),
            "a circle": circle + sigma * random.standard_normal((n, 2)),
            "noise": gankit.sample_ring(n, centres, 5 * sigma, rng=random),
        }

    def direction(self, target: Ring, random: np.random.Generator) -> list[float]:
        """Draw a direction; on a ring none is special."""
        angle = random.uniform(0, np.pi)
        radius = float(np.linalg.norm(target.centres[0]))
        return [float(np.cos(angle) / radius), float(np.sin(angle) / radius)]

    def scene(self, target: Ring) -> Plane:
        """Return a circle of four sigma around each centre."""
        size = np.full(2, 1.4 * float(np.linalg.norm(target.centres, axis=1).max()))
        return Plane(-size, size, centres=target.centres, radius=NEAR * target.sigma, square=True)

    def described(self, target: Ring) -> Any:
        """Return centres and sigma."""
        return {"centres": target.centres.tolist(), "sigma": target.sigma}

    def described_target(self, description: Any) -> Ring:
        """Return the ring."""
        return Ring(np.asarray(description["centres"], np.float32), description["sigma"])

    def secrets(self, target: Ring) -> list[float]:
        """Return sigma and the centres' coordinates."""
        return [target.sigma, *map(float, target.centres.ravel())]


class CriticRings(Rings):
    """The same, learned from a critic: the distance that it measures should fall by half.

    At 0 the critic sees no difference, at 1 nothing has fallen: the limit is halfway, as others
    are. At the end the distance is small beside its noise and may be below 0: so there is one on
    that side too.

    >>> CriticRings().losses
    {'distance': (-0.5, 0.5)}
    """

    losses: ClassVar[Thresholds] = {"distance": (-0.5, 0.5)}
