"""What all commands share: how they speak, fail, and find the course."""

from __future__ import annotations

import contextlib
import math
import os
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console, ConsoleOptions, RenderableType
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.segment import Segment
from typer.core import TyperCommand, TyperGroup

from gangrade import writing
from gangrade.errors import LOG, GangradeError, InputError, in_words, status_of
from gangrade.part.course import Course, CourseError

if TYPE_CHECKING:
    from gangrade.part.part import Autograder


WIDE = 240
"""Columns of what is written to no terminal."""


class Terminal(Console):
    """A console on which no text steers the terminal or turns other text around.

    Where there is no terminal, in a job or a file, lines are as long as tables need them.
    """

    def __init__(self, **options: Any) -> None:
        """Write where the options of Rich's console say."""
        super().__init__(**options)
        if not self.is_terminal and "COLUMNS" not in os.environ:
            self.width = WIDE

    def render(
        self, renderable: RenderableType, options: ConsoleOptions | None = None
    ) -> Iterator[Segment]:
        """Yield what is written, with the colours that we give and no codes of a stranger's."""
        for segment in super().render(renderable, options):
            text = segment.text if segment.control else writing.harmless(segment.text)
            yield Segment(text, segment.style, segment.control)


console = Terminal()
errors = Terminal(stderr=True)

AUTOGRADER = Annotated[
    Path | None, typer.Option(help="An autograder zip, if not the released one.")
]


PATTERN = Annotated[
    str,
    typer.Option(
        help="How submissions are named, if no course system names them: such as "
        "'{name}_{id}_*', of {id}, {name}, {email}, {login}, and * for anything."
    ),
]


WITHOUT = Annotated[
    list[str] | None,
    typer.Option(help="Leave out this layer of the sandbox, to see what it is there for."),
]


def flag(name: str, help: str, **options: Any) -> Any:
    """Return an option that is there or not, without another one that says it is not."""
    return typer.Option(name, help=help, **options)


def _without_types(params: list[Any]) -> list[Any]:
    """Return parameters so that a help shows no type behind flags."""
    for param in params:
        if getattr(param, "is_flag", False):
            param.metavar = ""
    return params


class Commands(TyperGroup):
    """All commands."""

    def get_params(self, ctx: typer.Context) -> list[Any]:  # type: ignore[override]
        """Return the parameters, with flags that Typer adds."""
        return _without_types(super().get_params(ctx))


class Command(TyperCommand):
    """A command whose failures are told in one way, whatever fails."""

    def get_params(self, ctx: typer.Context) -> list[Any]:  # type: ignore[override]
        """Return the parameters, with flags that Typer adds."""
        return _without_types(super().get_params(ctx))

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:  # type: ignore[override]
        """Take ``--verbose`` where it stands behind the command too."""
        options = [argument for argument in args if argument != VERBOSE]
        ctx.find_root().params["verbose"] |= options != args
        return super().parse_args(ctx, options)

    def invoke(self, ctx: typer.Context) -> Any:  # type: ignore[override]
        """Call the command; where it fails, say why and end with its exit status."""
        try:
            return super().invoke(ctx)
        except (typer.Exit, typer.Abort, BrokenPipeError):
            raise
        except KeyboardInterrupt:
            message, status = "Interrupted.", 1
        except Exception as error:
            status = 1
            if isinstance(error, GangradeError):
                message, status = str(error), error.status
            elif isinstance(error, OSError) and error.errno is not None:
                message, status = f"{in_words(error)}.", status_of(error)
            else:
                log = keep_trace(error, ctx.params.get("out"))
                message = f"gangrade itself failed ({short(log)} says where): {error!r}"
            if ctx.find_root().params["verbose"]:
                trace = "".join(traceback.format_exception(error))
                errors.print(trace, markup=False, highlight=False, soft_wrap=True)
        errors.print(message, style="red", markup=False, highlight=False, soft_wrap=True)
        raise typer.Exit(status)


VERBOSE = "--verbose"


def keep_trace(error: BaseException, folder: Path | None) -> Path:
    """Write where an exception comes from into a file in ``folder``, or else in a temporary one."""
    if folder is None or not folder.is_dir():
        folder = Path(tempfile.mkdtemp(prefix="gangrade-"))
    trace = "".join(traceback.format_exception(error))
    writing.replace(folder / LOG, writing.harmless(trace))
    return folder / LOG


@contextlib.contextmanager
def stopping(advice: str) -> Iterator[None]:
    """Say what to do next where a file cannot be written, or somebody interrupts the block."""
    try:
        yield
    except KeyboardInterrupt:
        raise GangradeError(f"Interrupted. {advice}") from None
    except OSError as error:
        if error.errno is None:  # of a connection, say
            raise
        file = error.filename or "A file"
        told = GangradeError(f"{file} cannot be written ({error.strerror}). {advice}")
        told.status = status_of(error)
        raise told from error


def course_and_parts(parts: list[str] | None) -> tuple[Course, list[str]]:
    """Return the course that we are in, and the parts that are meant: all if none is named."""
    course = Course.find()
    for part in parts or []:
        course.check_part(part)
    names = parts or course.parts()
    if not names:
        raise InputError("There is no master notebook in assignment/.")
    return course, names


class _Bar(Progress):
    """A bar that tells how far a work is; without a terminal, lines of a log tell it."""

    def __init__(self, *columns: ProgressColumn, ends: float, **options: Any) -> None:
        self._ends = ends
        super().__init__(*columns, disable=not console.is_terminal, **options)
        self._begun = self._told = time.monotonic()

    def update(self, task_id: TaskID, **fields: Any) -> None:
        super().update(task_id, **fields)
        now = time.monotonic()
        if self.disable and now - self._told >= LINE_SECONDS:
            self._told = now
            task = self.tasks[self.task_ids.index(task_id)]
            console.print(
                progress_line(task.completed, task.total, now - self._begun, most=self._ends - now),
                markup=False,
                highlight=False,
            )


LINE_SECONDS = 30
"""Between two lines of a log."""


def progress_line(done: float, total: float | None, seconds: float, most: float = math.inf) -> str:
    """Return the line of a log that says how far a work is after so many seconds.

    It ends in ``most`` seconds, done or not.
    """
    left = ""
    if total is not None and 0 < done < total:
        rest = seconds / done * (total - done)
        known = duration(max(0, min(rest, most)))
        left = f", at most {known} left" if rest > most else f", about {known} left"
    of = f" of {total:g}" if total is not None else ""
    return f"{time.strftime('%H:%M:%S')}  {done:g}{of} after {duration(seconds)}{left}"


def duration(seconds: float) -> str:
    """Return how long something takes, as people say it."""
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 120 else f"{minutes // 60} h {minutes % 60:02} min"


def progress_bar(ends: float = math.inf) -> Progress:
    """Return a bar that tells how far a long work is, and how long it will take.

    It ends at a time of the monotonic clock at the latest.
    """
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    return _Bar(
        *columns,
        ends=ends,
        console=console,
        speed_estimate_period=600,  # one submission may take minutes
        transient=True,
    )


def released_part(part: str, autograder: Path | None) -> Autograder:
    """Return the autograder of a part: the released one, if no zip is named."""
    from gangrade.part.part import Autograder

    if autograder is None:
        course, _ = course_and_parts([part])
        try:
            release = released(course, part)
        except StaleReleaseError as error:
            zipped = short(course.autograder_zip(part))
            raise InputError(
                f"{error} To use what was released all the same, name it: --autograder {zipped}."
            ) from None
        autograder = release.path
    else:
        release = Autograder(autograder)
    if release.part != part:
        raise InputError(f"{autograder} grades the part {release.part}, not {part}.")
    return release


class StaleReleaseError(InputError):
    """A zip is not what a release would make now. The message says what has changed."""


def released(course: Course, part: str) -> Autograder:
    """Return the released autograder of a part of the course.

    Raises:
        StaleReleaseError: if it is not what a release would make now.
    """
    from gangrade.part import fresh
    from gangrade.part.part import Autograder

    autograder = Autograder(course.autograder_zip(part))
    if changed := fresh.changed(course, autograder):
        raise StaleReleaseError(
            f"Since {short(autograder.path)} was released, {', '.join(changed)}. "
            f"Run `gangrade release {part}`."
        )
    return autograder


def warn(*sentences: str) -> None:
    """Print what somebody should know or decide."""
    for sentence in sentences:
        errors.print(sentence, style="yellow", markup=False, highlight=False, soft_wrap=True)


def check_layers(without: list[str] | None) -> list[str]:
    """Return the names of layers of the sandbox to leave out; stop where there is none such."""
    from gangrade.inside.sandbox import LAYERS

    unknown = set(without or []) - set(LAYERS)
    if unknown:
        names = ", ".join(LAYERS)
        raise InputError(f"No layer {', '.join(sorted(unknown))}. Layers: {names}.")
    return without or []


ADVICE = (
    "Submissions are programs of strangers. Install bubblewrap (package bubblewrap), or grade on "
    "Linux 6.2 or newer, whose Landlock guards enough, or in the container; `gangrade doctor` "
    "shows what is missing. `gangrade grade --unsafe` grades all the same and says so in the "
    "results."
)


def check_platform() -> None:
    """Stop where submissions cannot be graded."""
    if sys.platform == "win32":
        advice = "Use the Windows Subsystem for Linux, or the container."
        raise GangradeError(f"Submissions cannot be graded on Windows itself. {advice}")


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
