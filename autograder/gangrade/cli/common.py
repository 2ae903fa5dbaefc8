"""What all commands share: how they speak, fail, and find the course."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from gangrade.part.course import Course, CourseError

if TYPE_CHECKING:
    from gangrade.part.part import Autograder


console = Console()
errors = Console(stderr=True)

USAGE = 2
"""Exit status for wrong usage."""


AUTOGRADER = Annotated[
    Path | None, typer.Option(help="An autograder zip, if not the released one.")
]


WITHOUT = Annotated[
    list[str] | None,
    typer.Option(help="Leave out this layer of the sandbox, to see what it is there for."),
]


def fail(*messages: str, status: int) -> typer.Exit:
    """Print what went wrong; return what to raise, with the exit status."""
    for message in messages:
        errors.print(message, style="red", markup=False, highlight=False)
    return typer.Exit(status)


def course_and_parts(parts: list[str] | None) -> tuple[Course, list[str]]:
    """Return the course that we are in, and the parts that are meant: all if none is named."""
    try:
        course = Course.find()
        for part in parts or []:
            course.check_part(part)
    except CourseError as error:
        raise fail(str(error), status=USAGE) from None
    found = parts or course.parts()
    if not found:
        raise fail("There is no master notebook in assignment/.", status=USAGE)
    return course, found


def progress_bar() -> Progress:
    """Return a bar that tells how far a long work is, and how long it will take."""
    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        console=console,
        speed_estimate_period=600,  # one submission may take minutes
        transient=True,
    )


def released_part(part: str, autograder: Path | None) -> Autograder:
    """Return the autograder of a part: the released one, if no zip is named."""
    from gangrade.part.part import Autograder

    if autograder is None:
        course, _ = course_and_parts([part])
        autograder = course.autograder_zip(part)
    try:
        released = Autograder(autograder)
    except (OSError, ValueError) as error:
        raise fail(str(error), status=USAGE) from None
    if released.part != part:
        raise fail(f"{autograder} grades the part {released.part}, not {part}.", status=USAGE)
    return released


def warn(*sentences: str) -> None:
    """Print what somebody should know or decide."""
    for sentence in sentences:
        errors.print(sentence, style="yellow", markup=False, highlight=False)


def check_layers(without: list[str] | None) -> list[str]:
    """Return the names of layers of the sandbox to leave out; stop where there is none such."""
    from gangrade.inside.sandbox import LAYERS

    unknown = set(without or []) - set(LAYERS)
    if unknown:
        names = ", ".join(LAYERS)
        raise fail(f"No layer {', '.join(sorted(unknown))}. Layers: {names}.", status=USAGE)
    return without or []


ADVICE = (
    "Submissions are programs of strangers. Grade on Linux with a kernel that has Landlock (5.13 "
    "or newer), or install bubblewrap, or grade in the container; `gangrade doctor` shows what is "
    "missing. `gangrade grade --unsafe` grades all the same and says so in the results."
)


def check_platform() -> None:
    """Stop where submissions cannot be graded."""
    if sys.platform == "win32":
        advice = "Use the Windows Subsystem for Linux, or the container."
        raise fail(f"Submissions cannot be graded on Windows itself. {advice}", status=1)


def private_paths() -> list[Path]:
    """Return what of the course no submission may read, if we are in a course's folder."""
    try:
        course = Course.find()
    except CourseError:
        return []
    masters = course.assignment.glob("*.ipynb")
    return [course.secret, course.calibrations, course.subjects, course.solutions, *masters]


def short(path: Path) -> str:
    """Return the path as one would type it here."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)
