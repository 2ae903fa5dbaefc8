"""The sentences that students read about failures: made of data, and read by people only."""

from __future__ import annotations

from collections.abc import Sequence

from gankit.cells import SKIP_LINE, SKIP_TAG
from gankit.mistakes import said
from gankit.probes.forms import Look

from gangrade.results.failure import NAMES, Failure, Gap, Place, Why
from gangrade.writing import shown


def failure(failed: Failure) -> str:
    """Say why a test failed, or what happened to a cell."""
    name = failed.function or "The notebook"
    line = f", line {failed.line}," if failed.line is not None else ""
    what = brief(failed, f"Cell {failed.cell}{line}")
    match failed.why:
        case Why.WRONG | Why.JUDGED:
            return failed.text or "This is not right yet."
        case Why.NOT_RUN:
            return "Not run, because an earlier test failed."
        case Why.OUT_OF_TIME:
            return "The computing time for the whole notebook was used up."
        case Why.PAST_DEADLINE:
            return "The time that the grader has for one submission was up before this test."
        case Why.MISSING:
            return f"{what}{_why_missing(failed)}"
        case Why.OTHER:
            since = f" (cell {failed.cell})" if failed.cell else ""
            return (
                f"{name} is {_kind(failed.type)} at the end{since}, but the tests call it. Give "
                "one of the two another name."
            )
        case Why.SKIPPED:
            return (
                f"Cell {failed.cell} is skipped by the grader, because it {_why_skipped(failed)}."
            )
        case Why.DELETED:
            return f"{name} was deleted in cell {failed.cell}."
        case Why.INSTRUMENT:
            return (
                f"The grader is at fault here, not your code: {name} runs, but stops with "
                f"{failed.type or 'an exception'} when the grader watches its networks. This is "
                "not counted as a mistake of yours; your instructor is told and decides about the "
                "points."
            )
        case Why.REPLACED:
            thing = f" ({failed.type})" if failed.type else ""
            return (
                "Your notebook replaces something of Python's or of a library's that the grader "
                f"needs to look at {name}{thing}. This gives no points by itself: your instructor "
                "is told and decides. Leave the libraries as they are, and submit again."
            )
        case Why.RAISED if failed.sealed and failed.cause:
            return f"{what}. In this notebook, {_end(failed.cause, ' ')}."
        case Why.RAISED if failed.sealed and failed.type == "NameError":
            return f"{what}. Does it use a name from a cell that the grader skips?"
        case Why.RAISED if failed.sealed:
            known = f": {said('', failed.mistake)}" if failed.mistake else "."
            return f"{what}{known}{_surroundings(failed)}"
        case Why.RAISED:
            here = Place(failed.cell or 0, failed.line or 0)
            place = failed.place if failed.place != here else None
            where = f" (line {place.line} of cell {place.cell})" if place else ""
            origin = f" {failed.missing}{_origin(failed.cause)}" if failed.cause else ""
            surroundings = _surroundings(failed)
            words = said(_words(failed), failed.mistake)
            start = f"{what}{f': {words}' if words else ''}{where}"
            goes_on = origin or surroundings or failed.line is not None
            end = "." if goes_on and not start.endswith((".", "?", "!")) else ""
            return f"{start}{end}{surroundings}{origin}{_lost(failed)}"
        case Why.STOPPED:
            return what
        case Why.ENDED | Why.REFUSED if failed.cell is not None:
            return what
        case Why.ENDED:
            return f"{what}."
        case Why.REFUSED:
            text = "" if failed.sealed else f": {failed.text}"
            advice = f" {said('', failed.mistake)}" if failed.mistake else ""
            return f"{name} gave something that cannot be graded{text}.{advice}"
        case Why.TOO_LARGE:
            return (
                f"To judge what {name} gave, the test would need too much {failed.type}. Compare "
                "its size with what the notebook asks for."
            )
        case Why.WRONG_FORM if failed.gap:
            return f"What {name} gave has another form than the test asked for: {_gap(failed.gap)}."
        case Why.WRONG_FORM if failed.seen:
            return (
                f"The test cannot deal with what {name} gave ({failed.type}): "
                f"{'; '.join(map(_look, failed.seen))}. Compare it with what the notebook asks "
                "for: the number of values, their shapes and types."
            )
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


def _words(failed: Failure) -> str:
    """Say what an exception said."""
    if failed.type == "ModuleNotFoundError" and failed.missing:
        kind = "module" if "." in failed.missing else "package"
        return f"there is no {kind} {failed.missing} here"
    return failed.text


def _why_missing(failed: Failure) -> str:
    """Say, behind the words that a function is not defined, why it is not."""
    cause = failed.cause
    if cause is None:
        return " in the notebook. Did you delete or rename it?"
    if cause.why is Why.SKIPPED:
        return (
            f": it comes from cell {cause.cell}, which the grader skips, because it "
            f"{_why_skipped(cause)}."
        )
    if cause.why is Why.DELETED:
        return f": it{_origin(cause)}"
    if cause.line is None:
        return f": {failure(cause)}"
    return f": it{_origin(cause)}"


def _why_skipped(skipped: Failure) -> str:
    """Say why the grader skips a cell, and what to do about it."""
    if skipped.text == SKIP_LINE:
        return f"begins with the line {SKIP_LINE}. Delete that line"
    return (
        f"has the tag {SKIP_TAG}. Copy its code into a new cell and delete this one: a new cell "
        "has no tag"
    )


def _origin(cause: Failure) -> str:
    """Say, behind a name, where it comes from, and what that goes back to."""
    if cause.why is Why.DELETED:
        return f" was deleted in cell {cause.cell}. Delete that line, or define it again."
    if cause.why is Why.OTHER:
        return f" is {_kind(cause.type)} since cell {cause.cell}. Give that another name."
    first = f" This goes back to {_end(cause.cause).rstrip('.')}." if cause.cause else ""
    return f" comes from {_end(cause).rstrip('.')}.{first}"


def _end(cause: Failure, link: str = ", which ") -> str:
    """Say which cell, or line of it, came to its end, and why."""
    if cause.cell is None:
        return brief(cause)
    place = f"cell {cause.cell}" + (f", line {cause.line}" if cause.line is not None else "")
    match cause.why:
        case Why.SKIPPED:
            return f"{place}{link}the grader skips"
        case Why.RAISED if cause.type == "ModuleNotFoundError" and cause.missing:
            return f"{place}{link}stopped: {_words(cause)}"
        case Why.RAISED:
            said = f": {cause.text}" if cause.text else ""
            return f"{place}{link}stopped with {cause.type or 'an exception'}{said}"
    if cause.why is Why.STOPPED:
        return f"{place}{link}was stopped: {cause.text}"
    return f"{place}{link}was left out: {cause.text}"


def _lost(failed: Failure) -> str:
    """Say what a statement would have defined."""
    if failed.line is None or not failed.names:
        return ""
    more = "among others " if len(failed.names) >= NAMES else ""
    return f" Because of that, these names are not defined: {more}{', '.join(failed.names)}."


def _kind(name: str) -> str:
    """Return the name of a type with its article."""
    if name == "NoneType":
        return "None"
    vowel = name[:1].lower() in "aeiou" or name.startswith("nd")
    return f"{'an' if vowel else 'a'} {name}"


def brief(failed: Failure, cell: str = "A cell") -> str:
    """Say in a few words what happened to a cell or a function, without what it said of itself."""
    name = cell if failed.cell is not None else failed.function or "The notebook"
    match failed.why:
        case Why.RAISED:
            return f"{name} stopped with {failed.type or 'an exception'}"
        case Why.MISSING:
            return f"{name} is not defined"
        case Why.STOPPED:
            return f"{name} was stopped: {failed.text}"
        case Why.OTHER:
            return f"{failed.function} is not a function at the end"
        case Why.DELETED:
            return f"{failed.function} was deleted in cell {failed.cell}"
        case Why.INSTRUMENT:
            return f"{name} was stopped by the grader's own instruments"
        case Why.REPLACED:
            return f"{name} could not be looked at: the notebook replaces parts of libraries"
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
            length = f" of {_counted(seen.count, 'letter', 'letters')}"
            return f"a text{f'{bound} letters' if bound else length}"
        case "list" if seen.count is not None:
            return f"a list with {_counted(seen.count, 'entry', 'entries')}"
        case "list":
            return f"a list{bound} entries"
        case "dict" if seen.names:
            return f"a dict with the keys {', '.join(seen.names)}"
        case "dict":
            return f"a dict with {_counted(seen.count, 'entry', 'entries')}"
        case "array" if seen.shape == () and not seen.type:
            return "one number"
        case "array":
            return f"{_array(seen)}{adjective}"
        case "network" if seen.count is not None:
            return f"a network of {_counted(seen.count, 'layer', 'layers')}"
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


def _counted(count: int | None, one: str, more: str) -> str:
    return f"1 {one}" if count == 1 else f"{count:,} {more}"


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


def limits(low: float | None, high: float | None) -> str:
    """Say where a number should lie; nothing if anywhere."""
    if low is None:
        return "" if high is None else f"at most {shown(high)}"
    return f"at least {shown(low)}" if high is None else f"{shown(low)} to {shown(high)}"


def measured(name: str, words: str = "", target: str = "") -> str:
    """Say what was measured, as it stands before a value."""
    return f"{target}: {words}" if target and words else words or name.replace("_", " ")


def builds_on(questions: Sequence[str]) -> str:
    """Say which failed questions a failed one builds on."""
    return f"This question builds on {', '.join(questions)}, which failed."


def doubt(why: Why) -> str:
    """Say to whoever grades why some answers could not be judged: behind "In 2 submissions"."""
    if why is Why.REPLACED:
        return "the notebook replaces something of Python's or of a library's that the grader needs"
    return "the grader itself was at fault: the code runs without its instruments"


def slow_cells(slow: Sequence[tuple[int, float]]) -> str:
    """Say which cells took the time for all cells, and what to do about it."""
    cells = ", ".join(f"cell {number} {taken:.0f} s" for number, taken in slow)
    return (
        f"The grader runs your cells too, and some took long: {cells}. Begin a cell that need not "
        f"run for your answers with the line `{SKIP_LINE}`, and the grader skips it."
    )
