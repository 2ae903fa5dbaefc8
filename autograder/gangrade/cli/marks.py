"""``gangrade answers`` and ``gangrade merge``: people's marks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from gangrade import writing
from gangrade.cli.common import (
    AUTOGRADER,
    PATTERN,
    check_platform,
    console,
    progress_bar,
    released_part,
    short,
    stopping,
    warn,
)
from gangrade.cli.grade import SHORT
from gangrade.errors import InputError


def write_answers(
    submissions: Annotated[list[Path], typer.Argument(help="Notebooks, zips, or folders of them.")],
    part: Annotated[str, typer.Option(help="The part that was submitted.")],
    out: Annotated[Path, typer.Option(help="Where the pages go; made if missing.")],
    roster: Annotated[
        Path | None, typer.Option(help="A CSV file of the students, if `grade` was given one.")
    ] = None,
    pattern: PATTERN = "",
    autograder: AUTOGRADER = None,
) -> None:
    """Write a page for each written question, on which people mark all answers without names.

    A table to fill in is there too, and is never overwritten once somebody has begun to.
    """
    from gangrade.finals.matching import match
    from gangrade.finals.roster import Roster
    from gangrade.intake.copies import distinct
    from gangrade.intake.find import look_through
    from gangrade.marking import answers as pages

    release = released_part(part, autograder)
    handed = look_through(submissions, out)
    owners: Mapping[str, object] = {}
    if roster:
        names = [source.name for source in handed.sources]
        owners = match(replace(Roster.read(roster), pattern=pattern), names, part).owners
    handed = distinct(handed, release, owners.get)
    sources = handed.sources
    warn(*handed.notes)
    with stopping("The same command begins anew."), progress_bar() as bar:
        writing.make_folder(out)
        task = bar.add_task("reading", total=len(sources))

        def show(doing: str, done: int, total: int) -> None:
            bar.update(task, description=doing, completed=done, total=total)

        summary = pages.write(release, sources, out, progress=show)
    for name, states in summary.states.items():
        nothing = states.total() - states["given"]
        console.print(
            f"{name}: {states['given']} answered, {nothing} did not",
            highlight=False,
            markup=False,
        )
    for name, reason in summary.unreadable.items():
        warn(f"{name}: {reason}")
    for path in summary.begun:
        warn(f"{short(path)} has been begun and stays as it is.")
    warn(*summary.problems[:SHORT])
    if more := len(summary.problems[SHORT:]):
        warn(f"{more} more lines cannot be read.")
    if summary.problems:
        warn("Mend that and run the same command again: what cannot be read is not marked.")
    console.print(f"Pages: {short(summary.index)}", highlight=False, markup=False, soft_wrap=True)
    if summary.marks:
        table = short(summary.marks)
        console.print(f"Table: {table}", highlight=False, markup=False, soft_wrap=True)
    console.print(
        f"Markers need the pages of the questions only. {short(summary.key)} tells whose answers "
        f"they are, and {summary.index.name} names submissions that could not be read.",
        highlight=False,
        markup=False,
        soft_wrap=True,
    )
    if summary.unreadable:
        raise typer.Exit(1)


def merge_marks(
    part: Annotated[str, typer.Option(help="The part that was graded.")],
    results: Annotated[Path, typer.Option(help="What `gangrade grade` wrote.")],
    out: Annotated[Path, typer.Option(help="Where the final marks go.")],
    marks: Annotated[
        list[Path] | None, typer.Argument(help="Files of marks that people gave (marks.csv).")
    ] = None,
    answers: Annotated[
        Path | None, typer.Option(help="What `gangrade answers` wrote, if people gave marks.")
    ] = None,
    corrections: Annotated[
        Path | None,
        typer.Option(
            "--corrections",
            "--overrides",
            help="What has the last word: submission, question, points, reason, who.",
        ),
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
    pattern: PATTERN = "",
    autograder: AUTOGRADER = None,
) -> None:
    """Join automatic marks, people's marks and corrections into final marks and feedback.

    Run it again whenever one of them has changed: the results and all files stay as they are.
    """
    check_platform()
    from gangrade.finals import files
    from gangrade.finals import merge as merging
    from gangrade.finals.final import Missing
    from gangrade.finals.roster import Roster
    from gangrade.finals.terms import Terms, read_times
    from gangrade.marking import key

    if marks and not answers:
        raise InputError("Name the folder of the answers that were marked: --answers DIR.")
    release = released_part(part, autograder)
    # What cannot be read stops it before anything is written.
    results_read = merging.read_results(results, part)
    given_out = key.read_answers(answers, part) if answers else {}
    lines, useless, problems = merging.read_marks(marks or [])
    last_words = merging.read_overrides(corrections) if corrections else []
    terms = Terms.read(course, part) if course else Terms()
    known_times = read_times(times) if times else {}
    students = replace(Roster.read(roster), pattern=pattern) if roster else None
    memory = files.read_memory(out, part)
    outcome = merging.merge_results(
        results_read,
        release,
        given_out,
        marks=lines,
        overrides=last_words,
        terms=terms,
        times=known_times,
        roster=students,
        before=memory.corrections,
        unused=useless,
    )
    with stopping("The same command begins anew."):
        writing.make_folder(out)
        paths, notes = files.write(out, outcome, release, roster=students, memory=memory)
    problems += outcome.problems
    warn(*problems, *outcome.notes, *notes)
    complete = [final for final in outcome.finals if final.complete]
    sentence = f"{len(complete)} of {len(outcome.finals)} final marks are complete."
    if absent := sum(why is Missing.NOTHING for why in outcome.missing.values()):
        sentence += f" {absent} in the roster handed in nothing."
    console.print(sentence, highlight=False, markup=False)
    for path in paths:
        console.print(f"Table: {short(path)}", highlight=False, markup=False, soft_wrap=True)
    if problems:
        raise typer.Exit(1)
