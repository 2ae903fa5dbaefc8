"""The command line, from ``gangrade release`` to ``gangrade doctor``."""

from __future__ import annotations

import contextlib
import os
import signal
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

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

if TYPE_CHECKING:
    from gangrade import batch
    from gangrade.examiner import Autograder
    from gangrade.report import Row
    from gangrade.roster import Matching, Roster

app = typer.Typer(
    help="Release the GAN assignment and grade submissions to it.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
console = Console()
errors = Console(stderr=True)

USAGE = 2
"""Exit status for wrong usage."""


_AUTOGRADER = Annotated[
    Path | None, typer.Option(help="An autograder zip, if not the released one.")
]
_WITHOUT = Annotated[
    list[str] | None,
    typer.Option(help="Leave out this layer of the sandbox, to see what it is there for."),
]


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
        speed_estimate_period=600,  # one submission may take minutes
        transient=True,
    )


@app.command()
def release(
    parts: Annotated[list[str] | None, typer.Argument(help="Parts; all if none is named.")] = None,
) -> None:
    """Build the student and solution notebooks and the zips from the masters.

    Where there is Chromium or Chrome, also the PDF of the written questions that Gradescope wants.
    """
    from gangrade import template
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
        if reason := template.write(released.student_notebook, course.template(part)):
            _warn(f"  Without a PDF of the written questions: {reason}.")
        elif course.template(part).exists():
            console.print(f"  {_short(course.template(part))}", markup=False, highlight=False)
    if failed:
        raise typer.Exit(1)


def _released(part: str, autograder: Path | None) -> Autograder:
    """Return the autograder of a part: the released one, if no zip is named."""
    from gangrade.examiner import Autograder

    if autograder is None:
        course, _ = _course_and_parts([part])
        autograder = course.autograder_zip(part)
    try:
        released = Autograder(autograder)
    except (OSError, ValueError) as error:
        raise _fail(str(error), status=USAGE) from None
    if released.part != part:
        raise _fail(f"{autograder} grades the part {released.part}, not {part}.", status=USAGE)
    return released


@app.command()
def grade(
    submissions: Annotated[list[Path], typer.Argument(help="Notebooks, zips, or folders of them.")],
    part: Annotated[str, typer.Option(help="The part that was submitted.")],
    out: Annotated[Path, typer.Option(help="Where results go; made if missing.")],
    autograder: _AUTOGRADER = None,
    roster: Annotated[
        Path | None,
        typer.Option(help="A CSV file of the students, from Canvas, Moodle or a spreadsheet."),
    ] = None,
    jobs: Annotated[
        int | None,
        typer.Option(min=1, help="Submissions graded at a time; as many as fit if none."),
    ] = None,
    cluster: Annotated[
        str, typer.Option(help="Address of a Dask scheduler, whose workers grade.")
    ] = "",
    again: Annotated[
        bool, typer.Option("--again", help="Grade also what was graded and has not changed.")
    ] = False,
    replace: Annotated[
        bool,
        typer.Option(
            "--replace", help="Let other files of the same names take the place of earlier ones."
        ),
    ] = False,
    cell_seconds: Annotated[
        float, typer.Option(min=1, help="CPU time that one cell may take.")
    ] = 120,
    total_seconds: Annotated[
        float, typer.Option(min=1, help="CPU time that one submission may take.")
    ] = 1800,
    cold: Annotated[
        bool,
        typer.Option(
            "--cold", help="Start Python anew for each candidate, as where none can fork."
        ),
    ] = False,
    unsafe: Annotated[
        bool, typer.Option("--unsafe", help="Grade even where submissions cannot be confined.")
    ] = False,
) -> None:
    """Grade submissions: marks with reasons, a page for each student, one table for all.

    A run that was stopped goes on where it was; what was graded and has not changed is kept.
    """
    _check_platform()
    from gangrade import batch, report
    from gangrade.examiner import Limits
    from gangrade.roster import Roster, RosterError
    from gangrade.submission import NothingToGrade, find
    from gangrade.worker import Unsafe

    released = _released(part, autograder)
    try:
        sources = find(submissions)
        students = Roster.read(roster) if roster else None
        out.mkdir(parents=True, exist_ok=True)
    except (NothingToGrade, RosterError, OSError, ValueError) as error:
        raise _fail(str(error), status=USAGE) from None

    names = {source.name for source in sources}

    def whose(rows: list[Row]) -> Matching | None:
        # Who has several submissions, and which words of a name say nothing, only all of them tell.
        every = sorted(names | {row.name for row in rows})
        return students.match(every, part) if students else None

    def table(rows: list[Row]) -> None:
        matching = whose(rows)
        report.grades_csv(rows, out / "grades.csv", matching.students if matching else None)

    try:
        with batch.claimed(out):
            with _executor(jobs, cluster) as (executor, width), _live() as show:
                outcome = batch.grade_all(
                    sources,
                    released,
                    out,
                    executor,
                    width,
                    Limits(cell_seconds, total_seconds),
                    _private(),
                    unsafe,
                    again,
                    replace,
                    cold,
                    show,
                    table,
                )
            rows = [*outcome.others, *outcome.rows]
            written = _write_for_class(rows, released, out, students, whose(rows))
    except Unsafe as error:
        raise _fail(f"Nothing was graded: {error}", _ADVICE, status=1) from None
    except batch.Unusable as error:
        raise _fail(f"The run has stopped: {error}", status=1) from None
    except KeyboardInterrupt:
        raise _fail(
            "Interrupted. What is graded is kept; the same command goes on.", status=1
        ) from None
    except OSError as error:
        raise _fail(
            f"What is graded is kept, but {error.filename or out} cannot be written "
            f"({error.strerror}). The same command tries it again.",
            status=1,
        ) from None
    if len(outcome.rows) <= SHORT:
        console.print(report.table(outcome.rows))
    console.print(_summary(outcome), highlight=False, markup=False)
    for what, paths in written.items():
        for path in paths:
            console.print(f"{what}: {_short(path)}", highlight=False, markup=False, soft_wrap=True)
    if outcome.interrupted:
        goes_on = "The same command goes on with them."
        if again:
            goes_on = "Their earlier marks stay; --again begins anew, without it they are kept."
        raise _fail(f"Interrupted: {outcome.left} are left. {goes_on}", status=1)
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
    from gangrade import classreport, exports, misconceptions, records

    written = {"Table": [table for table in [out / "grades.csv"] if table.exists()]}
    if students and matching:
        written["Exports"] = exports.write(out, autograder.part, rows, students, matching)
        notes = exports.notes(autograder.part, rows, students, matching)
        _warn(*matching.problems, *notes)
    elif old := exports.existing(out):
        names = " and ".join(path.name for path in old)
        _warn(f"{names} in {_short(out)} may be out of date: they are written with --roster only.")
    page = out / "report.html"
    with console.status("Writing the report …"):
        found = (record for row in rows if (record := records.read(out / row.name)))
        known = misconceptions.read(autograder.calibration, autograder.names)
        classreport.write(found, page, autograder.given, known)
    return written | {"Report": [page], "Pages": [out / "<submission>" / "feedback.html"]}


def _warn(*sentences: str) -> None:
    for sentence in sentences:
        errors.print(sentence, style="yellow", markup=False, highlight=False)


@contextlib.contextmanager
def _executor(jobs: int | None, address: str) -> Iterator[tuple[Executor, Callable[[], int]]]:
    """Give what grades, and how many submissions it grades at a time."""
    from gangrade import machine, pool

    if address:
        from gangrade import cluster

        try:
            with cluster.connect(address) as connected:
                yield connected
        except cluster.Unreachable as error:
            raise _fail(str(error), status=USAGE) from None
        return
    count = jobs or machine.workers()
    with pool.started(count) as workers:
        yield workers, lambda: count


@contextlib.contextmanager
def _live() -> Iterator[Callable[[batch.Progress], None]]:
    """Show how far grading is and how long it will take; end it cleanly if asked to by a signal."""

    def interrupt(_number: int, _frame: Any) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    with _progress() as bar:
        task = bar.add_task("starting", total=None)

        def show(progress: batch.Progress) -> None:
            waiting = "waiting: there is no worker now"
            said = [", ".join(progress.working[:2]) if progress.workers else waiting]
            said += [f"{progress.kept} kept"] if progress.kept else []
            said += [f"{progress.failed} not graded"] if progress.failed else []
            bar.update(
                task,
                description=" · ".join(filter(None, said)),
                completed=progress.done,
                total=progress.total,
            )

        try:
            yield show
        finally:
            signal.signal(signal.SIGTERM, before)


def _summary(outcome: batch.Outcome) -> str:
    """Say in a few lines how the run went."""
    graded = [row.score for row in outcome.rows if row.graded]
    lines = [f"{len(graded)} of {len(outcome.rows)} submissions graded"]
    if outcome.kept:
        lines[0] += f", {outcome.kept} of them before: nothing that they depend on has changed"
    lines[0] += "."
    if len(graded) > 1:
        possible = max(row.total_possible for row in outcome.rows if row.graded)
        lines.append(
            f"Mean {statistics.mean(graded):.1f}, median {statistics.median(graded):.1f} "
            f"of {possible:g} points."
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


SHORT = 60
"""So many submissions are listed in the terminal; the marks of more are in the report."""


@app.command()
def answers(
    submissions: Annotated[list[Path], typer.Argument(help="Notebooks, zips, or folders of them.")],
    part: Annotated[str, typer.Option(help="The part that was submitted.")],
    out: Annotated[Path, typer.Option(help="Where the pages go; made if missing.")],
    autograder: _AUTOGRADER = None,
) -> None:
    """Write a page for each written question, on which people mark all answers without names.

    A table to fill in is there too, and is never overwritten once somebody has begun to.
    """
    from gangrade import answers as pages
    from gangrade.submission import NothingToGrade, find

    released = _released(part, autograder)
    try:
        sources = find(submissions)
    except (NothingToGrade, OSError, ValueError) as error:
        raise _fail(str(error), status=USAGE) from None
    try:
        out.mkdir(parents=True, exist_ok=True)
        with _progress() as bar:
            task = bar.add_task("reading", total=len(sources))

            def show(doing: str, done: int, total: int) -> None:
                bar.update(task, description=doing, completed=done, total=total)

            summary = pages.write(released, sources, out, show)
    except pages.NothingToMark as error:
        raise _fail(str(error), status=USAGE) from None
    except OSError as error:
        raise _fail(
            f"{error.filename or out} cannot be written ({error.strerror}).", status=1
        ) from None
    except KeyboardInterrupt:
        raise _fail("Interrupted. The same command begins anew.", status=1) from None
    for name, states in summary.states.items():
        nothing = states.total() - states["given"]
        console.print(
            f"{name}: {states['given']} answered, {nothing} did not",
            highlight=False,
            markup=False,
        )
    for name, reason in summary.unreadable.items():
        _warn(f"{name}: {reason}")
    for path in summary.begun:
        _warn(f"{_short(path)} has been begun and stays as it is.")
    _warn(*summary.problems[:SHORT])
    if more := len(summary.problems[SHORT:]):
        _warn(f"{more} more lines cannot be read.")
    if summary.problems:
        _warn("Mend that and run the same command again: what cannot be read is not marked.")
    console.print(f"Pages: {_short(summary.index)}", highlight=False, markup=False, soft_wrap=True)
    if summary.marks:
        table = _short(summary.marks)
        console.print(f"Table: {table}", highlight=False, markup=False, soft_wrap=True)
    console.print(
        f"Markers need the pages of the questions only. {_short(summary.key)} tells whose answers "
        f"they are, and {summary.index.name} names submissions that could not be read.",
        highlight=False,
        markup=False,
        soft_wrap=True,
    )
    if summary.unreadable:
        raise typer.Exit(1)


@app.command()
def merge(
    part: Annotated[str, typer.Option(help="The part that was graded.")],
    results: Annotated[Path, typer.Option(help="What `gangrade grade` wrote.")],
    out: Annotated[Path, typer.Option(help="Where the final marks go.")],
    marks: Annotated[
        list[Path] | None, typer.Argument(help="Files of marks that people gave (marks.csv).")
    ] = None,
    answers: Annotated[
        Path | None, typer.Option(help="What `gangrade answers` wrote, if people gave marks.")
    ] = None,
    overrides: Annotated[
        Path | None,
        typer.Option(help="Corrections: submission, question, points, reason, who."),
    ] = None,
    course: Annotated[
        Path | None, typer.Option(help="course.toml: due dates, lateness, attempts.")
    ] = None,
    times: Annotated[
        Path | None,
        typer.Option(help="When submissions came: submission, time; or Gradescope's metadata."),
    ] = None,
    roster: Annotated[
        Path | None, typer.Option(help="A CSV file of the students, as for `grade`.")
    ] = None,
    autograder: _AUTOGRADER = None,
) -> None:
    """Join automatic marks, people's marks and corrections into final marks and feedback.

    Run it again whenever one of them has changed: the results and all files stay as they are.
    """
    _check_platform()
    from gangrade import finals
    from gangrade import merge as merging
    from gangrade.roster import Roster, RosterError
    from gangrade.terms import Terms, read_times

    if marks and not answers:
        raise _fail("Name the folder of the answers that were marked: --answers DIR.", status=USAGE)
    released = _released(part, autograder)
    try:  # what cannot be read stops it before anything is written
        graded = merging.read_results(results, part)
        given_out = merging.read_answers(answers, part) if answers else {}
        lines, unused, problems = merging.read_marks(marks or [])
        corrections = merging.read_overrides(overrides) if overrides else []
        terms = Terms.read(course, part) if course else Terms()
        known_times = read_times(times) if times else {}
        students = Roster.read(roster) if roster else None
        memory = finals.read_memory(out, part)
        out.mkdir(parents=True, exist_ok=True)
    except (RosterError, OSError, ValueError) as error:
        raise _fail(str(error), status=USAGE) from None
    merged = merging.merge(
        graded,
        released,
        given_out,
        lines,
        corrections,
        terms,
        known_times,
        students,
        memory.corrections,
        unused,
    )
    try:
        written = finals.write(out, merged, released, students, memory)
    except OSError as error:
        said = f"{error.filename or out} cannot be written ({error.strerror})."
        raise _fail(said, status=1) from None
    problems += merged.problems
    _warn(*problems, *merged.notes)
    complete = [final for final in merged.finals if final.complete]
    said = f"{len(complete)} of {len(merged.finals)} final marks are complete."
    if absent := sum(why == finals.NOTHING for why in merged.missing.values()):
        said += f" {absent} in the roster handed in nothing."
    console.print(said, highlight=False, markup=False)
    for path in written:
        console.print(f"Table: {_short(path)}", highlight=False, markup=False, soft_wrap=True)
    if problems:
        raise typer.Exit(1)


@app.command()
def doctor(without: _WITHOUT = None) -> None:
    """Try what a submission could do on this machine, and say what keeps it from that."""
    _check_platform()
    from gangrade.candidate import WarmParent
    from gangrade.doctor import examine, tables

    with (
        console.status("A candidate tries what it must not …"),
        WarmParent(_check_layers(without)) as warm,
    ):
        findings = examine(warm, _private())
    for table in tables(findings):
        console.print(table)
    if not findings.safe:
        raise _fail(f"Grading here would be unsafe. {_ADVICE}", status=1)


def _check_layers(without: list[str] | None) -> list[str]:
    from gangrade.sandbox import LAYERS

    unknown = set(without or []) - set(LAYERS)
    if unknown:
        names = ", ".join(LAYERS)
        raise _fail(f"No layer {', '.join(sorted(unknown))}. Layers: {names}.", status=USAGE)
    return without or []


_ADVICE = (
    "Submissions are programs of strangers. Grade on Linux with a kernel that has Landlock (5.13 "
    "or newer), or install bubblewrap, or grade in the container; `gangrade doctor` shows what is "
    "missing. `gangrade grade --unsafe` grades all the same and says so in the results."
)


def _check_platform() -> None:
    if sys.platform == "win32":
        advice = "Use the Windows Subsystem for Linux, or the container."
        raise _fail(f"Submissions cannot be graded on Windows itself. {advice}", status=1)


def _private() -> list[Path]:
    """Return what of the course no submission may read, if we are in a course's folder."""
    try:
        course = Course.find()
    except CourseError:
        return []
    masters = course.assignment.glob("*.ipynb")
    return [course.secret, course.calibration, course.solutions, *masters]


@app.command()
def audit(
    parts: Annotated[list[str] | None, typer.Argument(help="Parts; all if none is named.")] = None,
    only: Annotated[
        str, typer.Option(help="Only cases whose name contains this, e.g. mutants/adam.")
    ] = "",
    own: Annotated[
        bool, typer.Option("--own", help="Only the questions that a case may change.")
    ] = False,
    jobs: Annotated[int | None, typer.Option(min=1, help="Processes; all cores if none.")] = None,
    out: Annotated[Path, typer.Option(help="Where the pages of surprises go.")] = Path(
        "build/audit"
    ),
    resume: Annotated[
        bool, typer.Option("--resume", help="Keep what an interrupted audit has found in OUT.")
    ] = False,
    without: _WITHOUT = None,
    matrix: Annotated[
        bool, typer.Option("--matrix", help="Print which attacks succeed without which layers.")
    ] = False,
    misconceptions: Annotated[
        bool,
        typer.Option(
            "--misconceptions",
            help="Keep what each mutant's failing tests said and measured, for reports.",
        ),
    ] = False,
) -> None:
    """Grade the corpus: solution and variants full, blank 0, each mutant loses its question.

    Attacks must gain nothing. With --without or --matrix there are only attacks.
    """
    _check_platform()
    from gangrade import attacks as hostile
    from gangrade import audit as auditing
    from gangrade.corpus import CorpusError, cases
    from gangrade.examiner import Autograder

    course, names = _course_and_parts(parts)
    layers = _check_layers(without)
    surprised, nothing = False, True
    for part in names:
        try:
            released = {name: Autograder(course.autograder_zip(name)) for name in course.parts()}
            autograder = released[part]
            found = cases(course, part, [question.name for question in autograder.automatic])
            attacks = [a for a in hostile.load(course.attacks) if only in a.name]
            attacks = hostile.of_part(attacks, part, released)
            trial = hostile.Trial.of(course, part, autograder)
        except (FileNotFoundError, CorpusError) as error:
            raise _fail(str(error), status=USAGE) from None
        found = [case for case in found if only in case.name and not (layers or matrix)]
        if not found and not attacks:
            continue
        nothing = False
        if matrix:
            print(hostile.matrix(attacks, trial))
            continue
        started = time.monotonic()
        try:
            with _progress() as bar:
                task = bar.add_task(part, total=len(found) + len(attacks))

                def show(row: auditing.Row, task: Any = task, bar: Any = bar) -> None:
                    bar.update(task, advance=1, description=row.case)

                rows = []
                if found:
                    processes = jobs or os.cpu_count() or 1
                    rows += auditing.audit(
                        found, autograder, out / part, not own, processes, resume, show
                    )
                if attacks:
                    rows += hostile.audit(attacks, trial, layers, show)
        except (KeyboardInterrupt, RuntimeError) as error:
            reason = str(error) or "interrupted"
            raise _fail(f"The audit stopped: {reason}. Go on with --resume.", status=1) from None
        if misconceptions:
            auditing.keep_known(course, rows)
        console.print(auditing.table(rows))
        bad = [row for row in rows if row.surprises]
        for row in bad:
            errors.print(f"{row.case}: {'; '.join(row.surprises)}", style="red", markup=False)
            errors.print(f"  {row.page}", markup=False, highlight=False, soft_wrap=True)
        minutes = (time.monotonic() - started) / 60
        cpu = sum(row.seconds for row in rows) / 60
        console.print(
            f"{part}: {len(rows)} cases, {len(bad)} with surprises, {minutes:.1f} min "
            f"({cpu:.0f} min of the candidates' CPU time)",
            highlight=False,
        )
        surprised = surprised or bool(bad)
    if nothing:
        raise _fail(f"No case of {', '.join(names)} has {only!r} in its name.", status=USAGE)
    if surprised:
        raise typer.Exit(1)


@app.command()
def calibrate(
    questions: Annotated[
        list[str] | None, typer.Argument(help="Questions; all with random training if none.")
    ] = None,
    seeds: Annotated[int, typer.Option(min=1, help="Seeds for each target.")] = 10,
    targets: Annotated[int, typer.Option(min=4, help="Drawn targets, e.g. curves.")] = 24,
    only: Annotated[
        str, typer.Option(help="Only new runs of cases whose name contains this.")
    ] = "",
    rounds: Annotated[
        int, typer.Option(min=0, max=2, help="0 makes no new run, 1 only the first round.")
    ] = 2,
    jobs: Annotated[int | None, typer.Option(min=1, help="Processes; all cores if none.")] = None,
) -> None:
    """Train the corpus over drawn targets and seeds; derive thresholds and attempts.

    A second round makes more runs of the cases of which the first says too little. Runs that were
    made before count and are not made again.
    """
    _check_platform()
    from gangrade.examiner import Autograder

    course, parts = _course_and_parts(None)
    try:
        released = [Autograder(course.autograder_zip(part)) for part in parts]
    except FileNotFoundError as error:
        raise _fail(str(error), status=USAGE) from None
    trained = {q.name: part for part in released for q in part.automatic if q.training is not None}
    if unknown := set(questions or []) - trained.keys():
        known = ", ".join(trained)
        raise _fail(
            f"Nothing to calibrate for {', '.join(sorted(unknown))}. With training: {known}.",
            status=USAGE,
        )
    for question in questions or trained:
        _calibrate(course, trained[question], question, seeds, targets, only, rounds, jobs)


def _calibrate(
    course: Course,
    autograder: Autograder,
    question: str,
    seeds: int,
    targets: int,
    only: str,
    rounds: int,
    jobs: int | None,
) -> None:
    from gangrade import calibration, calibration_plots, runs
    from gangrade.corpus import CorpusError, cases

    [training] = [q.training for q in autograder.automatic if q.name == question]
    assert training is not None
    subject = training.about
    names = [question.name for question in autograder.automatic]
    try:
        corpus = {
            case.name: case.submission.cells
            for case in cases(course, autograder.part, names)
            if case.kind == "solution"
            or (case.question == question and training.function in case.defines)
        }
    except (FileNotFoundError, CorpusError) as error:
        raise _fail(str(error), status=USAGE) from None
    data = course.calibration / f"{question}.runs.jsonl"

    def train(round_: str, tasks: list[runs.Task]) -> list[dict[str, Any]]:
        wanted = [task for task in tasks if task.case in corpus and only in task.case]
        with _progress() as bar:
            shown = bar.add_task(f"{question}: {round_}", total=None)
            ended = runs.make(
                training,
                corpus,
                sorted(wanted, key=lambda task: task.seed % 100),
                data,
                lambda done, total: bar.update(shown, completed=done, total=total),
                jobs,
            )
        for problem in ended:
            errors.print(problem, style="red", markup=False, highlight=False, soft_wrap=True)
        return list(runs.read(data).values())

    path = course.calibration / f"{question}.json"
    plots = [path.with_suffix(".png"), path.with_suffix(".looks.png")]
    first = [t for name in corpus for t in calibration.plan(name, training, targets, seeds)]
    try:
        records = train("first round", first if rounds > 0 else [])
        if rounds > 1:
            records = train("second round", calibration.plan_more(subject, records))
        derived = calibration.derive(training, records)
    except (ValueError, RuntimeError) as error:
        raise _fail(f"{question}: {error}", status=1) from None
    except KeyboardInterrupt:
        raise _fail("Interrupted. The runs made so far are kept.", status=1) from None
    calibration.write(path, data, derived)
    thresholds = derived["thresholds"]
    calibration_plots.excesses(plots[0], subject, records, thresholds)
    panels = calibration_plots.panels(
        subject,
        calibration_plots.worth_seeing(subject, records, thresholds),
        lambda tasks: runs.again(training, corpus, tasks, jobs),
    )
    calibration_plots.looks(plots[1], subject, panels, thresholds)
    console.print(calibration.table(derived))
    for written in (path, *plots):
        console.print(f"Written: {_short(written)}", highlight=False, soft_wrap=True)


def _short(path: Path) -> str:
    """Return the path as one would type it here."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)
