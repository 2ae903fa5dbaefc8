"""What a question trains, as its master says it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gangrade.errors import InputError
from gangrade.subjects import SUBJECTS, Subject


@dataclass(frozen=True)
class Training:
    """What a question trains, as its master says it."""

    subject: str
    function: str
    """The student's function: arguments of the subject, steps, seed -> (generator, history)."""
    steps: int
    """Training steps of a graded run."""
    generator: str | None = None
    """The notebook's function that makes the generator, if the question names one."""
    discriminator: str | None = None

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> Training:
        """Return what a master or a calibration file holds.

        Raises:
            InputError: with a sentence for the instructor, if it cannot be used.
        """
        names = {"subject", "function", "steps", "generator", "discriminator"}
        if unknown := settings.keys() - names:
            raise InputError(f"training has unknown keys: {', '.join(sorted(unknown))}")
        if missing := {"subject", "function", "steps"} - settings.keys():
            raise InputError(f"training lacks {', '.join(sorted(missing))}")
        if settings["subject"] not in SUBJECTS:
            raise InputError(f"training: the subject is one of {', '.join(SUBJECTS)}")
        steps = settings["steps"]
        if type(steps) is not int or steps < 600 or steps % 600:
            raise InputError("training: steps is a multiple of 600")
        functions = [settings.get(name) for name in ("function", "generator", "discriminator")]
        if not all(name is None or str(name).isidentifier() for name in functions):
            raise InputError("training: function, generator and discriminator are names")
        if (functions[1] is None) != (functions[2] is None):
            raise InputError("training names a generator and a discriminator, or neither")
        return cls(**settings)

    @property
    def about(self) -> Subject[Any]:
        """The subject itself."""
        return SUBJECTS[self.subject]

    @property
    def short(self) -> int:
        """Steps where nothing has to be learned."""
        return self.steps // 6

    @property
    def shortest(self) -> int:
        """Steps after which nothing can have been learned."""
        return self.steps // 30
