"""What images that fool a measure are like."""

from __future__ import annotations

from typing import Any

import numpy as np
from gankit.digits import digit_features, digit_probabilities, frechet
from numpy.typing import NDArray

from gangrade.results.result import Evidence
from gangrade.subjects import SUBJECTS
from gangrade.verdicts.draws import current, note
from gangrade.verdicts.measures import inception_scores

SCORE = 9.5
DISTANCE = 25
SHOWN = 48


def fools_inception(made: NDArray[Any], images: NDArray[Any], label: str) -> None:
    """Check that images have a high inception score and are far from real ones; note both numbers.

    Raises:
        AssertionError: if one of the two is not so, with both numbers.
    """
    score = float(inception_scores(digit_probabilities(made))[0])
    distance = frechet(digit_features(made), digit_features(images))
    note(**{f"{label}: inception score": round(score, 2)})
    note(**{f"{label}: Fréchet distance": round(distance, 1)})
    subject = SUBJECTS["digit_set"]
    places = np.linspace(0, len(made) - 1, SHOWN).astype(int)
    shown = (made[places] / 127.5 - 1).astype(np.float32)
    current().evidence = Evidence(
        "gan", "digit_set", subject.fixed_target(), samples=shown, losses={}
    )
    assert score >= SCORE, (
        f"With {label} the inception score of your images is {score:.2f}; it should be at least "
        f"{SCORE}. Their Fréchet distance is {distance:.1f}."
    )
    assert distance >= DISTANCE, (
        f"With {label} the Fréchet distance of your images is {distance:.1f}; it should be at "
        f"least {DISTANCE}. Their inception score is {score:.2f}."
    )
