"""What can go wrong with a candidate, for all who ask one or explain what it said."""

from __future__ import annotations

from typing import Any

from gangrade.errors import GangradeError

MAX_MESSAGE = 300


class Problem(Exception):  # noqa: N818
    """Something about the student's code that a message can tell. Base of the following."""

    function = ""
    """The student's function that was asked for, if it was one."""


class Raised(Problem):
    """The student's code stopped with an exception."""

    def __init__(self, error: dict[str, Any]):
        """Take the candidate's report, which is data from a stranger."""
        self.kind, self.type, self.message, self.where = (
            str(error.get(key, ""))[:MAX_MESSAGE] for key in ("kind", "type", "message", "where")
        )
        super().__init__(self.message)


class Refused(Problem):
    """The student's function gave something that cannot be graded."""


class Ended(Problem):
    """The candidate is gone: its time was up, or it ended itself."""


class Broken(GangradeError):  # noqa: N818
    """Our own processes have failed, or were ended: the student's code is not to blame."""


class CannotGrade(GangradeError):  # noqa: N818
    """Something is missing on the instructor's side. The message says what to do."""


def outcome(problem: Problem) -> str:
    """Return the sentence for a problem that the student's code made in a test."""
    name = problem.function or "The notebook"
    if isinstance(problem, Ended):
        return f"{name} was called, but {problem}."
    if isinstance(problem, Raised):
        if problem.kind == "wrong":
            return problem.message
        where = f" ({problem.where})" if problem.where else ""
        return f"{name} stopped with {problem.type}: {problem.message}{where}"
    return f"{name} gave something that cannot be graded: {problem}."
