"""The command line: ``gangrade release``, ``grade``, ``audit``, ``calibrate``."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

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

from gangrade.course import Course, CourseError

app = typer.Typer(
    help="Release the GAN assignment and grade submissions to it.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
console = Console()
errors = Console(stderr=True)

USAGE = 2
"""Exit status for wrong usage."""


def _fail(*messages: str, status: int) -> typer.Exit:
    for message in messages:
        errors.print(message, style="red", markup=False, highlight=False)
    return typer.Exit(status)


def _course_and_parts(parts: list[str] | None) -> tuple[Course, list[str]]:
    try:
        course = Course.find()
        for part in parts or []:
            course.check_part(part)
    except CourseError as error:
        raise _fail(str(error), status=USAGE) from None
    found = parts or course.parts()
    if not found:
        raise _fail("There is no master notebook in assignment/.", status=USAGE)
    return course, found


def _progress() -> Progress:
    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
    )


@app.command()
def release(
    parts: Annotated[list[str] | None, typer.Argument(help="Parts; all if none is named.")] = None,
) -> None:
    """Build the student and solution notebooks and the zips from the masters."""
    from gangrade.release import ReleaseError
    from gangrade.release import release as release_part

    course, names = _course_and_parts(parts)
    failed = False
    for part in names:
        try:
            released = release_part(course, part)
        except ReleaseError as error:
            failed = True
            for problem in error.problems:
                errors.print(f"{part}: {problem}", style="red", markup=False, highlight=False)
            continue
        console.print(f"[bold]{part}[/bold]: {released.summary}", highlight=False)
        for path in (
            released.student_notebook,
            released.student_zip,
            released.solution_notebook,
            released.autograder_zip,
        ):
            console.print(f"  {_short(path)}", markup=False, highlight=False, soft_wrap=True)
    if failed:
        raise typer.Exit(1)


@app.command()
def grade(
    submissions: Annotated[list[Path], typer.Argument(help="Notebooks, zips, or folders of them.")],
    part: Annotated[str, typer.Option(help="The part that was submitted.")],
    out: Annotated[Path, typer.Option(help="Where results go; made if missing.")],
    autograder: Annotated[
        Path | None, typer.Option(help="An autograder zip, if not the released one.")
    ] = None,
    cell_seconds: Annotated[
        float, typer.Option(min=1, help="CPU time that one cell may take.")
    ] = 120,
    total_seconds: Annotated[
        float, typer.Option(min=1, help="CPU time that one submission may take.")
    ] = 1800,
) -> None:
    """Grade submissions: marks with reasons, a page for each student, one table for all."""
    from gangrade.batch import grade_all
    from gangrade.examiner import Autograder, Limits
    from gangrade.report import table
    from gangrade.submission import NothingToGrade, find

    if autograder is None:
        course, _ = _course_and_parts([part])
        autograder = course.autograder_zip(part)
    try:
        sources = find(submissions)
        released = Autograder(autograder)
        out.mkdir(parents=True, exist_ok=True)
    except (NothingToGrade, FileNotFoundError, FileExistsError, ValueError) as error:
        raise _fail(str(error), status=USAGE) from None
    if released.part != part:
        raise _fail(f"{autograder} grades the part {released.part}, not {part}.", status=USAGE)
    with _progress() as bar:
        task = bar.add_task("", total=len(sources))

        def progress(name: str, phase: str) -> None:
            bar.update(task, description=f"{name}: {phase}", advance=int(phase == "done"))

        results = grade_all(sources, released, out, Limits(cell_seconds, total_seconds), progress)
    console.print(table(results))
    console.print(f"Table: {_short(out / 'grades.csv')}", highlight=False, soft_wrap=True)
    page = _short(out / "<submission>" / "feedback.html")
    console.print(f"Pages: {page}", highlight=False, markup=False, soft_wrap=True)
    if not all(result.graded for result in results):
        raise typer.Exit(1)


@app.command()
def audit(
    parts: Annotated[list[str] | None, typer.Argument(help="Parts; all if none is named.")] = None,
    only: Annotated[
        str, typer.Option(help="Only cases whose name contains this, e.g. mutants/adam.")
    ] = "",
    own: Annotated[
        bool, typer.Option("--own", help="Only each case's question and those that build on it.")
    ] = False,
    jobs: Annotated[int | None, typer.Option(min=1, help="Processes; all cores if none.")] = None,
) -> None:
    """Grade the corpus: solution and variants full, blank 0, each mutant loses its question."""
    from gangrade import audit as auditing
    from gangrade.corpus import CorpusError, cases
    from gangrade.examiner import Autograder

    course, names = _course_and_parts(parts)
    surprised = False
    for part in names:
        try:
            autograder = Autograder(course.autograder_zip(part))
            found = cases(course, part, [question.name for question in autograder.automatic])
        except (FileNotFoundError, CorpusError) as error:
            raise _fail(str(error), status=USAGE) from None
        found = [case for case in found if only in case.name]
        if not found:
            raise _fail(f"No case of {part} has {only!r} in its name.", status=USAGE)
        with _progress() as bar:
            task = bar.add_task(part, total=len(found))
            findings = auditing.audit(
                found,
                autograder,
                not own,
                jobs or os.cpu_count() or 1,
                lambda case, task=task, bar=bar: bar.update(  # type: ignore[misc]
                    task, advance=1, description=case.name
                ),
            )
        console.print(auditing.table(findings))
        bad = sum(bool(finding.surprises) for finding in findings)
        console.print(f"{part}: {len(findings)} cases, {bad} with surprises")
        surprised = surprised or bad > 0
    if surprised:
        raise typer.Exit(1)


@app.command()
def calibrate(
    questions: Annotated[
        list[str] | None, typer.Argument(help="Questions; all with random training if none.")
    ] = None,
    seeds: Annotated[int, typer.Option(min=1, help="Seeds for each curve.")] = 10,
    curves: Annotated[int, typer.Option(min=4, help="Drawn curves.")] = 24,
    only: Annotated[
        str, typer.Option(help="Only new runs of cases whose name contains this.")
    ] = "",
    jobs: Annotated[int | None, typer.Option(min=1, help="Processes; all cores if none.")] = None,
) -> None:
    """Train the corpus over drawn curves and seeds; derive thresholds and attempts.

    Runs that were made before count and are not made again.
    """
    from gangrade import calibration
    from gangrade.corpus import CorpusError, cases
    from gangrade.examiner import Autograder

    course, _ = _course_and_parts(None)
    unknown = set(questions or []) - {"cubic_gan"}
    if unknown:
        raise _fail(f"Nothing to calibrate for {', '.join(sorted(unknown))}.", status=USAGE)
    part, question = "function_gan", "cubic_gan"
    try:
        autograder = Autograder(course.autograder_zip(part))
        names = [question.name for question in autograder.automatic]
        corpus = {
            case.name: case.submission.cells
            for case in cases(course, part, names)
            if case.name == "solution" or f"/{question}/" in case.name
        }
    except (FileNotFoundError, CorpusError) as error:
        raise _fail(str(error), status=USAGE) from None
    tasks = [
        task for name in corpus if only in name for task in calibration.plan(name, curves, seeds)
    ]
    data = course.calibration / f"{question}.runs.jsonl"
    with _progress() as bar:
        shown = bar.add_task("training", total=None)
        failed = calibration.make_runs(
            corpus,
            sorted(tasks, key=lambda task: task.seed),
            data,
            lambda done, total: bar.update(shown, completed=done, total=total),
            jobs,
        )
    for problem in failed:
        errors.print(problem, style="red", markup=False, highlight=False, soft_wrap=True)
    records = list(calibration.read_runs(data).values())
    try:
        derived = calibration.derive(records)
    except ValueError as error:
        raise _fail(str(error), status=1) from None
    path = course.calibration / f"{question}.json"
    calibration.write(path, data, derived)
    calibration.plot(path.with_suffix(".png"), records, derived)
    console.print_json(data=derived)
    for written in (path, path.with_suffix(".png")):
        console.print(f"Written: {_short(written)}", highlight=False, soft_wrap=True)


def _short(path: Path) -> str:
    """Return the path as one would type it here."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)
