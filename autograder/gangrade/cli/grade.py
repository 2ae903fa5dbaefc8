"""``gangrade grade``."""

from __future__ import annotations

import contextlib
import math
import signal
import statistics
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import replace as replaced
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gangrade.cli.common import (
    ADVICE,
    AUTOGRADER,
    PATTERN,
    check_platform,
    console,
    duration,
    flag,
    private_paths,
    progress_bar,
    released_part,
    short,
    stopping,
    warn,
)
from gangrade.errors import GangradeError, InputError

if TYPE_CHECKING:
    from gangrade.finals.matching import Matching
    from gangrade.finals.roster import Roster
    from gangrade.grading import batch
    from gangrade.intake.find import Source
    from gangrade.part.part import Autograder
    from gangrade.results.result import Row


def grade_submissions(
    submissions: Annotated[list[Path], typer.Argument(help="Notebooks, zips, or folders of them.")],
    part: Annotated[str, typer.Option(help="The part that was submitted.")],
    out: Annotated[Path, typer.Option(help="Where results go; made if missing.")],
    autograder: AUTOGRADER = None,
    roster: Annotated[
        Path | None,
        typer.Option(help="A CSV file of the students, from Canvas, Moodle or a spreadsheet."),
    ] = None,
    pattern: PATTERN = "",
    jobs: Annotated[
        int | None,
        typer.Option(min=1, help="Submissions graded at a time; as many as fit if none."),
    ] = None,
    cluster: Annotated[
        str, typer.Option(help="Address of a Dask scheduler, whose workers grade.")
    ] = "",
    again: Annotated[
        bool, flag("--again", "Grade also what was graded and has not changed.")
    ] = False,
    replace: Annotated[
        bool,
        flag("--replace", "Let other files of the same names take the place of earlier ones."),
    ] = False,
    cell_seconds: Annotated[
        float, typer.Option(min=1, help="CPU time that one cell may take.")
    ] = 120,
    cells_seconds: Annotated[
        float,
        typer.Option(
            min=1,
            help="CPU time that all cells together may take; at most a quarter of the total.",
        ),
    ] = 180,
    total_seconds: Annotated[
        float, typer.Option(min=1, help="CPU time that one submission may take.")
    ] = 1800,
    cold: Annotated[
        bool,
        flag("--cold", "Start Python anew for each candidate, as where none can fork."),
    ] = False,
    unsafe: Annotated[
        bool, flag("--unsafe", "Grade even where submissions cannot be confined.")
    ] = False,
    dry_run: Annotated[
        bool,
        flag("--dry-run", "Only say what would be graded, whose it is, and how long it may take."),
    ] = False,
) -> None:
    """Grade submissions: marks with reasons, a page for each student, one table for all.

    A run that was stopped goes on where it was; what was graded and has not changed is kept.
    """
    check_platform()
    from gangrade.candidate import machine
    from gangrade.finals.files import MEMORY
    from gangrade.finals.matching import match, together
    from gangrade.finals.roster import Roster
    from gangrade.grading import batch
    from gangrade.grading.worker import Unsafe
    from gangrade.intake.copies import distinct
    from gangrade.intake.find import look_through
    from gangrade.part.part import Limits
    from gangrade.reports import tables

    release = released_part(part, autograder)
    release.environment.check()
    handed = look_through(submissions, out)
    students = replaced(Roster.read(roster), pattern=pattern) if roster else None
    if pattern and not roster:
        raise InputError("A pattern says whose a submission is only with --roster.")
    found = [source.name for source in handed.sources]
    owners = match(students, found, part).owners if students else {}
    handed = distinct(handed, release, owners.get)
    sources = handed.sources
    warn(*handed.notes)
    said = f"{part}, released with the secret {release.fingerprint}."
    console.print(said, highlight=False, markup=False)

    names = {source.name for source in sources}
    width = jobs or machine.workers()
    seconds = batch.typical_seconds(out, release)
    if (out / MEMORY).exists():
        raise InputError(f"{out} holds final marks. Choose another folder.")
    settings = batch.Settings(
        Limits(cell=cell_seconds, cells=cells_seconds, total=total_seconds),
        private=tuple(private_paths()),
        unsafe=unsafe,
        cold=cold,
        again=again,
        replace=replace,
    )
    if dry_run:
        try:
            kept = batch.holding(sources, release, out, settings=settings)
        except batch.Unusable as error:
            raise GangradeError(f"Nothing would be graded: {error}") from error
        matching = match(students, sorted(names), part) if students else None
        _say_what_would_be(sources, matching, kept, width=width, seconds=seconds)
        return

    def whose(rows: list[Row]) -> Matching | None:
        # Who has several submissions, and which words of a name say nothing, only all of them tell.
        every = sorted(names | {row.name for row in rows})
        return match(students, every, part) if students else None

    def table(rows: list[Row]) -> None:
        matching = whose(rows)
        owners = matching.owners if matching else {}
        whose_cells = (
            {name: together(group) for name, group in owners.items()} if matching else None
        )
        without = [student.cells for student in matching.missing] if matching else []
        tables.grades_csv(rows, out / "grades.csv", whose_cells, missing=without)

    with stopping("What is graded is kept; the same command goes on."), batch.claimed(out):
        try:
            with _executor(jobs, cluster) as (executor, places), _live(seconds) as show:
                outcome = batch.grade_all(
                    sources,
                    release,
                    out,
                    executor=executor,
                    width=places,
                    settings=settings,
                    progress=show,
                    table=table,
                )
        except Unsafe as error:
            raise GangradeError(f"Nothing was graded: {error}\n{ADVICE}") from error
        except batch.Unusable as error:
            raise GangradeError(f"The run has stopped: {error}") from error
        rows = [*outcome.others, *outcome.rows]
        files = _write_for_class(rows, release, out, students=students, matching=whose(rows))
    if len(outcome.rows) <= SHORT:
        console.print(tables.table(outcome.rows))
    console.print(_summary(outcome), highlight=False, markup=False)
    for what, paths in files.items():
        for path in paths:
            console.print(f"{what}: {short(path)}", highlight=False, markup=False, soft_wrap=True)
    if outcome.interrupted:
        goes_on = "The same command goes on with them."
        if again:
            goes_on = "Their earlier marks stay; --again begins anew, without it they are kept."
        raise GangradeError(f"Interrupted: {outcome.left} are left. {goes_on}")
    if outcome.not_renewed or not all(row.graded for row in outcome.rows):
        raise typer.Exit(1)


def _write_for_class(
    rows: list[Row],
    autograder: Autograder,
    out: Path,
    students: Roster | None,
    matching: Matching | None,
) -> dict[str, list[Path]]:
    """Write what is made of all results; return the paths by what they are."""
    from gangrade.finals import course_systems
    from gangrade.finals.matching import listed
    from gangrade.reports import class_page, misconceptions
    from gangrade.results import records

    files = {"Table": [table for table in [out / "grades.csv"] if table.exists()]}
    if students and matching:
        files["Exports"] = course_systems.write(
            out, autograder.part, rows, roster=students, matching=matching
        )
        notes = course_systems.notes(autograder.part, rows, students, matching=matching)
        warn(*matching.problems, *matching.notes, *notes)
        if nobody := matching.missing:
            count = f"{len(nobody)} of {len(students.students)} in the roster have"
            warn(f"{count} no submission: {listed((s.label for s in nobody), SHORT)}.")
    elif old := course_systems.existing(out):
        names = " and ".join(path.name for path in old)
        warn(f"{names} in {short(out)} may be out of date: they are written with --roster only.")
    page = out / "report.html"
    with console.status("Writing the report …"):
        graded_records = (record for row in rows if (record := records.read(out / row.name)))
        known = misconceptions.read(autograder.calibration, autograder.names)
        owners = matching.owners.items() if matching else ()
        class_page.write(
            graded_records,
            page,
            autograder.given,
            known=known,
            whose={name: " & ".join(s.label for s in group) for name, group in owners},
            missing=[student.label for student in matching.missing] if matching else [],
            choices={q.name: q.choices for q in autograder.automatic if q.choices},
        )
    return files | {"Report": [page], "Pages": [out / "<submission>" / "feedback.html"]}


@contextlib.contextmanager
def _executor(jobs: int | None, address: str) -> Iterator[tuple[Executor, Callable[[], int]]]:
    """Give what grades, and how many submissions it grades at a time."""
    from gangrade.candidate import machine
    from gangrade.grading import pool

    if address:
        from gangrade.grading import cluster

        with cluster.connect(address) as client:
            yield client
        return
    count = jobs or machine.workers()
    with pool.started(count) as workers:
        yield workers, lambda: count


@contextlib.contextmanager
def _live(seconds: float) -> Iterator[Callable[[batch.Progress], None]]:
    """Show how far grading is and how long it will take; end it cleanly if asked to by a signal.

    Before it begins, that is told by the ``seconds`` that a submission takes.
    """

    def interrupt(_number: int, _frame: Any) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    with progress_bar() as bar:
        task = bar.add_task("starting", total=None)

        told = False

        def show(progress: batch.Progress) -> None:
            nonlocal told
            if progress.working and not told:
                told = True
                taken = _time_for(progress.total, seconds, progress.workers)
                console.print(f"{progress.total} to grade, {taken}.", highlight=False)
            waiting = "waiting: there is no worker now"
            words = [", ".join(progress.working[:2]) if progress.workers else waiting]
            words += [f"{progress.kept} kept"] if progress.kept else []
            words += [f"{progress.failed} not graded"] if progress.failed else []
            bar.update(
                task,
                description=" · ".join(filter(None, words)),
                completed=progress.done,
                total=progress.total,
            )

        try:
            yield show
        finally:
            signal.signal(signal.SIGTERM, before)


def _time_for(count: int, seconds: float, width: int) -> str:
    """Say how long so many submissions may take, so many at a time."""
    rounds = math.ceil(count / max(1, width))
    return f"{max(1, width)} at a time: about {duration(rounds * seconds)}"


def _say_what_would_be(
    sources: Sequence[Source],
    matching: Matching | None,
    kept: Collection[str],
    *,
    width: int,
    seconds: float,
) -> None:
    """Print what a run would grade."""
    from gangrade.finals.matching import listed

    for source in sources:
        lines = [source.name]
        if matching:
            owners = matching.owners.get(source.name, ())
            lines.append(" & ".join(student.label for student in owners) or "nobody's")
        if source.refusal:
            lines.append(f"cannot be graded: {source.refusal}")
        elif source.name in kept:
            lines.append("has a result, which is kept")
        console.print(" · ".join(lines), highlight=False, markup=False, soft_wrap=True)
    if matching:
        warn(*matching.problems, *matching.notes)
        if nobody := matching.missing:
            warn(f"No submission: {listed([s.label for s in nobody], SHORT)}.")
    left = sum(not source.refusal and source.name not in kept for source in sources)
    taken = _time_for(left, seconds, width)
    plural = "" if len(sources) == 1 else "s"
    text = f"{len(sources)} submission{plural}, {left} to grade; {taken}. Nothing was graded."
    console.print(text, highlight=False, markup=False)


def _summary(outcome: batch.Outcome) -> str:
    """Say in a few lines how the run went."""
    from gangrade.results import sentences
    from gangrade.results.result import DOUBTS

    scores = [row.score for row in outcome.rows if row.graded]
    lines = [f"{len(scores)} of {len(outcome.rows)} submissions graded"]
    if outcome.kept:
        lines[0] += f", {outcome.kept} of them before: nothing that they depend on has changed"
    lines[0] += "."
    if left := [row.name for row in outcome.rows if not row.graded]:
        more = f" and {len(left) - MANY} more" if len(left) > MANY else ""
        lines.append(f"Not graded: {', '.join(left[:MANY])}{more}. The table says why.")
    if len(scores) > 1:
        possible = max(row.total_possible for row in outcome.rows if row.graded)
        lines.append(
            f"Mean {statistics.mean(scores):.1f}, median {statistics.median(scores):.1f} "
            f"of {possible:g} points."
        )
    for doubt in DOUBTS:
        places = [
            f"{row.name} ({', '.join(questions)})"
            for row in outcome.rows
            if (questions := [name for name, reason in row.doubtful.items() if reason is doubt])
        ]
        if places:
            more = f" and {len(places) - MANY} more" if len(places) > MANY else ""
            lines.append(
                f"Not judged, because {sentences.doubt(doubt)}: {', '.join(places[:MANY])}{more}. "
                "Read the code, and give the points as corrections."
            )
    if outcome.others:
        lines.append(
            f"{len(outcome.others)} more lie in the folder from earlier runs; they are in the "
            "table and the report too. Delete the folder of one that should not be."
        )
    if outcome.outdated:
        lines.append(
            f"{len(outcome.outdated)} of those were graded with other tests, calibration or "
            "packages, or unconfined: name them too to grade them again."
        )
    if outcome.unreadable:
        lines.append(
            f"{len(outcome.unreadable)} folders are not in the table: their record.json is damaged "
            f"or of another version of gangrade ({', '.join(outcome.unreadable[:5])}). Name these "
            "submissions too to grade them again."
        )
    if outcome.not_renewed:
        name, why = next(iter(outcome.not_renewed.items()))
        lines.append(
            f"{len(outcome.not_renewed)} could not be graded again and keep their earlier marks "
            f"({name}: {why}). The same command tries it again."
        )
    return "\n".join(lines)


MANY = 20
"""So many submissions are named in a line."""
SHORT = 60
"""So many submissions are listed in the terminal; the marks of more are in the report."""
