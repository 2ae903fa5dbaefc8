"""The sentences that students read about failures: made of data, and read by people only."""

from __future__ import annotations

from collections.abc import Sequence

from gankit.cells import SKIP_LINE, SKIP_TAG
from gankit.mistakes import said

from gangrade.results.failure import Failure, Why


def failure(failed: Failure) -> str:
    """Say why a test failed, or what happened to a cell."""
    name = failed.function or "The notebook"
    what = brief(failed, f"Cell {failed.cell}")
    match failed.why:
        case Why.WRONG | Why.JUDGED:
            return failed.text or "This is not right yet."
        case Why.NOT_RUN:
            return "Not run, because an earlier test failed."
        case Why.OUT_OF_TIME:
            return "The computing time for the whole notebook was used up."
        case Why.PAST_DEADLINE:
            return "The time that the grader has for one submission was up before this test."
        case Why.MISSING if failed.cause:
            return f"{what}: {failure(failed.cause)}"
        case Why.MISSING:
            return f"{what} in the notebook. Did you delete or rename it?"
        case Why.RAISED if failed.sealed:
            known = f": {said('', failed.mistake)}" if failed.mistake else "."
            return f"{what}{known}{_surroundings(failed)}"
        case Why.RAISED:
            place = failed.place
            where = f" (line {place.line} of cell {place.cell})" if place else ""
            surroundings, words = _surroundings(failed), said(failed.text, failed.mistake)
            return f"{what}: {words}{where}{'.' if surroundings else ''}{surroundings}"
        case Why.STOPPED:
            return what
        case Why.SKIPPED:
            tag = failed.text == SKIP_TAG
            reason = f"has the tag {SKIP_TAG}" if tag else f"begins with the line {SKIP_LINE}"
            cure = (
                "Copy its code into a new cell and delete this one: a new cell has no tag"
                if tag
                else "Delete that line"
            )
            return f"{what}, because it {reason}. {cure}."
        case Why.ENDED | Why.REFUSED if failed.cell is not None:
            return what
        case Why.ENDED:
            return f"{what}."
        case Why.REFUSED:
            text = "" if failed.sealed else f": {failed.text}"
            return f"{name} gave something that cannot be graded{text}."
        case Why.WRONG_FORM:
            return (
                f"The result has an unexpected form ({failed.type}). Compare it with what the "
                "notebook asks for: the number of values, their shapes and types."
            )


def _surroundings(failed: Failure) -> str:
    """Say what the grader has, if something failed for want of it."""
    if failed.packages:
        return f" The grader has these packages: {', '.join(failed.packages)}."
    if failed.newer:
        return f" It may need a newer Python: the grader has Python {failed.python}."
    return f" The grader has Python {failed.python}." if failed.python else ""


def brief(failed: Failure, cell: str = "A cell") -> str:
    """Say in a few words what happened to a cell or a function, without what it said of itself."""
    name = cell if failed.cell is not None else failed.function or "The notebook"
    match failed.why:
        case Why.RAISED:
            return f"{name} stopped with {failed.type or 'an exception'}"
        case Why.MISSING:
            return f"{name} is not defined"
        case Why.SKIPPED:
            return f"{name} defines it, but the grader skips that cell"
        case Why.STOPPED:
            return f"{name} was stopped: {failed.text}"
        case Why.ENDED | Why.REFUSED if failed.cell is not None:
            return f"{name} was left out: {failed.text}"
        case Why.ENDED:
            return f"{name} was called, but {failed.text}"
    return name


def builds_on(questions: Sequence[str]) -> str:
    """Say which failed questions a failed one builds on."""
    return f"This question builds on {', '.join(questions)}, which failed."


def slow_cells(slow: Sequence[tuple[int, float]]) -> str:
    """Say which cells took the time for all cells, and what to do about it."""
    cells = ", ".join(f"cell {number} {taken:.0f} s" for number, taken in slow)
    return (
        f"The grader runs your cells too, and some took long: {cells}. Begin a cell that need not "
        f"run for your answers with the line `{SKIP_LINE}`, and the grader skips it."
    )
