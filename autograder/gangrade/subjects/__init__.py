"""What trained questions learn: one module for each kind of data that a generator may be taught."""

from __future__ import annotations

from typing import Any

from gangrade.subjects.base import Measure, Subject
from gangrade.subjects.curves import Curves
from gangrade.subjects.digits import Digits
from gangrade.subjects.rings import Rings

SUBJECTS: dict[str, Subject[Any]] = {"curve": Curves(), "ring": Rings(), "digits": Digits()}
"""By the name that a master gives in a question's ``training``."""

__all__ = ["SUBJECTS", "Measure", "Subject"]
