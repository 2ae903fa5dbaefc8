"""Whether a function tells sets of digits with different faults apart."""

from __future__ import annotations

from collections import Counter
from typing import Any

import gankit
import numpy as np
from gankit.digits import load_digits

from gangrade.results.result import Evidence
from gangrade.subjects import SUBJECTS
from gangrade.verdicts import digit_sets
from gangrade.verdicts.draws import current, note, rng

OF_EACH = 4
FEWEST_RIGHT = 19
SHOWN = 48


def names_sets(diagnose: Any) -> None:
    """Check that drawn sets are called by the right words, all but one; note how many are.

    Raises:
        AssertionError: if it gives no word, or too many wrong ones.
    """
    images, _ = load_digits(size=14)
    wrong: Counter[tuple[str, str]] = Counter()
    first = ""
    for sort, samples in digit_sets.drawn(rng("detective"), OF_EACH):
        word = gankit.probes.call(diagnose, [samples.astype(np.float32), images])
        assert isinstance(word, str) and word in digit_sets.SORTS, (
            "diagnose_samples should return one of the five words for every set."
        )
        wrong[sort, word] += word != sort
        if word != sort and not first:
            first = f" The first of these sets was {sort}; the picture shows some of its images."
            show(samples)
    sets = OF_EACH * len(digit_sets.SORTS)
    right = sets - wrong.total()
    note(sets_named_rightly=right)
    mistaken = "; ".join(
        f"{count} of {OF_EACH} that were {sort} were called {word}"
        for (sort, word), count in sorted(wrong.items())
        if count
    )
    assert right >= FEWEST_RIGHT, (
        f"{right} of {sets} drawn sets were called by the right word; at least {FEWEST_RIGHT} "
        f"should be. Wrong: {mistaken}.{first}"
    )


def show(samples: digit_sets.Images) -> None:
    """Let the report draw some of the images of a set that was called by a wrong word."""
    target = SUBJECTS["riddle"].fixed_target()
    places = np.linspace(0, len(samples) - 1, SHOWN).astype(int)
    shown = samples[places].astype(np.float32)
    current().evidence = Evidence("gan", "riddle", target, samples=shown, losses={})
