"""How many answers to questions with several choices are right."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import gankit

from gangrade.verdicts.draws import note

ALLOWED = 1
"""So many answers may be wrong."""


def knows(answers: Any, right: Mapping[str, str], section: str) -> None:
    """Check the letters that a function returns; note each, for reports about a class.

    Raises:
        AssertionError: if too many are wrong: how many, and what to read, but never which.
    """
    given = gankit.probes.call(answers, [])
    letters = given if isinstance(given, dict) else {}
    shown = {name: letters.get(name) for name in right}
    note(**{name: v if isinstance(v, str) and len(v) == 1 else "?" for name, v in shown.items()})
    count = sum(shown[name] == letter for name, letter in right.items())
    assert count >= len(right) - ALLOWED, (
        f"{count} of the {len(right)} answers are right; at least {len(right) - ALLOWED} should "
        f"be. Read {section} again."
    )
