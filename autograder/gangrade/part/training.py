"""What a question trains, as its master says it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from gangrade.errors import InputError
from gangrade.subjects import METHODS, SUBJECTS, Method, Subject

GRID = 100
"""Masters tell students that ``steps`` is a multiple of this."""


@dataclass(frozen=True)
class Training:
    """What a question trains, as its master says it."""

    method: Method[Any]
    subject: str
    """A name in ``gangrade.subjects.SUBJECTS``."""
    function: str
    """The student's function: arguments of the subject, steps, seed -> (networks …, history)."""
    steps: int
    """Training steps of a graded run."""
    makers: Mapping[str, str] = field(default_factory=dict)
    """The notebook's functions that instruments stand in for, by the network that they make; none
    if the question does not say which these are."""

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> Training:
        """Return what a master or a calibration file holds.

        Raises:
            InputError: with a sentence for the instructor, if it cannot be used.
        """
        if settings.get("method") not in METHODS:
            raise InputError(f"training: the method is one of {', '.join(METHODS)}")
        method = METHODS[settings["method"]]
        names = {"method", "subject", "function", "steps"}
        if unknown := settings.keys() - names - {*method.makers}:
            raise InputError(f"training has unknown keys: {', '.join(sorted(unknown))}")
        if missing := names - settings.keys():
            raise InputError(f"training lacks {', '.join(sorted(missing))}")
        if settings["subject"] not in SUBJECTS:
            raise InputError(f"training: the subject is one of {', '.join(SUBJECTS)}")
        if not isinstance(SUBJECTS[settings["subject"]], method.subjects):
            raise InputError(
                f"training: the method {method.name} is not for the subject {settings['subject']}"
            )
        steps = settings["steps"]
        if type(steps) is not int or steps < 600 or steps % 600:
            raise InputError("training: steps is a multiple of 600")
        makers = {name: settings[name] for name in method.makers if name in settings}
        functions = {"function": settings["function"], **makers}
        if not all(str(name).isidentifier() for name in functions.values()):
            raise InputError(f"training: {', '.join(functions)} are names of functions")
        if makers and makers.keys() != {*method.makers}:
            raise InputError(f"training names a {' and a '.join(method.makers)}, or neither")
        return cls(method, settings["subject"], functions["function"], steps=steps, makers=makers)

    @property
    def settings(self) -> dict[str, Any]:
        """What ``of`` takes."""
        return {
            "method": self.method.name,
            "subject": self.subject,
            "function": self.function,
            "steps": self.steps,
            **self.makers,
        }

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
        return max(GRID, self.steps // 30 // GRID * GRID)
