"""The sentences that students read about failures: made of data, and read by people only."""

from __future__ import annotations

from collections.abc import Sequence

from gankit.probes.forms import Look

from gangrade.results.failure import Failure, Gap, Why


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
            return f"{what}."
        case Why.RAISED:
            place = failed.place
            where = f" (line {place.line} of cell {place.cell})" if place else ""
            return f"{what}: {failed.text}{where}"
        case Why.ENDED | Why.REFUSED if failed.cell is not None:
            return what
        case Why.ENDED:
            return f"{what}."
        case Why.REFUSED:
            text = "" if failed.sealed else f": {failed.text}"
            return f"{name} gave something that cannot be graded{text}."
        case Why.TOO_LARGE:
            return (
                f"To judge what {name} gave, the test would need too much {failed.type}. Compare "
                "its size with what the notebook asks for."
            )
        case Why.WRONG_FORM if failed.gap:
            return f"What {name} gave has another form than the test asked for: {_gap(failed.gap)}."
        case Why.WRONG_FORM:
            return (
                f"The result has an unexpected form ({failed.type}). Compare it with what the "
                "notebook asks for: the number of values, their shapes and types."
            )


def brief(failed: Failure, cell: str = "A cell") -> str:
    """Say in a few words what happened to a cell or a function, without what it said of itself."""
    name = cell if failed.cell is not None else failed.function or "The notebook"
    match failed.why:
        case Why.RAISED:
            return f"{name} stopped with {failed.type or 'an exception'}"
        case Why.MISSING:
            return f"{name} is not defined"
        case Why.ENDED | Why.REFUSED if failed.cell is not None:
            return f"{name} was left out: {failed.text}"
        case Why.ENDED:
            return f"{name} was called, but {failed.text}"
    return name


def _gap(gap: Gap) -> str:
    """Say how what came differs from what was asked for."""
    place = ", ".join(gap.where) or "it"
    return f"{place} should be {_look(gap.expected)}, but it is {_look(gap.found)}"


def _look(seen: Look) -> str:
    """Name a value by how it looks."""
    bound = "" if seen.most is None else f" of at most {seen.most:,}"
    adjective = "" if seen.finite else ", not all of them finite (NaN or infinity)"
    match seen.kind:
        case "nothing":
            return "None"
        case "truth":
            return "True or False"
        case "number" if not seen.finite:
            return "a number that is not finite (NaN or infinity)"
        case "number":
            return "a whole number from 0" if seen.most else "a number"
        case "text":
            return f"a text{bound or f' of {seen.count:,}'} letters"
        case "list" if seen.count is not None:
            return f"a list with {_entries(seen.count)}"
        case "list":
            return f"a list{bound} entries"
        case "dict" if seen.names:
            return f"a dict with the keys {', '.join(seen.names)}"
        case "dict":
            return f"a dict with {_entries(seen.count)}"
        case "array" if seen.shape == () and not seen.type:
            return "one number"
        case "array":
            return f"{_array(seen)}{adjective}"
        case "network" if seen.count is not None:
            return f"a network of {seen.count:,} layers"
        case "network":
            return f"a network{bound} layers"
        case "weights":
            what = f"at most {seen.most:,}" if seen.count is None else f"{seen.count:,}"
            return f"a network of {what} weights"
        case "curve":
            return "a curve"
        case "layer":
            return "one of the layers that the tests know, with its own options"
    return f"something with{bound.removeprefix(' of')} numbers" if bound else "something else"


def _entries(count: int | None) -> str:
    return "1 entry" if count == 1 else f"{count:,} entries"


def _array(seen: Look) -> str:
    words = "an array of"
    if seen.count is not None:
        return f"{words} {seen.count:,} numbers in all"
    if seen.shape is not None:
        sizes = ["any" if size is None else str(size) for size in seen.shape]
        words += f" shape ({', '.join(sizes)}{',' * (len(sizes) == 1)})"
    if seen.most is not None:
        words += f"{' with' if seen.shape is not None else ''} at most {seen.most:,} numbers"
    elif seen.type:
        words += f"{' and' if seen.shape is not None else ''} type {seen.type}"
    return words if words != "an array of" else "an array of numbers"


def builds_on(questions: Sequence[str]) -> str:
    """Say which failed questions a failed one builds on."""
    return f"This question builds on {', '.join(questions)}, which failed."
