"""``gangrade audit``."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Annotated, Any

import typer

from gangrade.cli.common import (
    WITHOUT,
    check_layers,
    check_platform,
    console,
    course_and_parts,
    errors,
    progress_bar,
    stopping,
)
from gangrade.errors import InputError


def audit_corpus(
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
    without: WITHOUT = None,
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
    check_platform()
    from gangrade.corpus import attacks as hostile
    from gangrade.corpus import audit as auditing
    from gangrade.corpus.cases import cases
    from gangrade.part.part import Autograder

    course, names = course_and_parts(parts)
    layers = check_layers(without)
    surprised, nothing = False, True
    for part in names:
        autograder = Autograder(course.autograder_zip(part))
        found = cases(course, part, [question.name for question in autograder.automatic])
        attacks = [a for a in hostile.load(course.attacks) if a.part == part and only in a.name]
        trial = hostile.Trial.of(course, part, autograder)
        found = [case for case in found if only in case.name and not (layers or matrix)]
        if not found and not attacks:
            continue
        nothing = False
        if matrix:
            print(hostile.matrix(attacks, trial))
            continue
        started = time.monotonic()
        with stopping("Go on with --resume."), progress_bar() as bar:
            task = bar.add_task(part, total=len(found) + len(attacks))

            def show(row: auditing.Row, task: Any = task, bar: Any = bar) -> None:
                bar.update(task, advance=1, description=row.case)

            rows = []
            if found:
                processes = jobs or os.cpu_count() or 1
                rows += auditing.audit(
                    found,
                    autograder,
                    out / part,
                    full=not own,
                    jobs=processes,
                    resume=resume,
                    progress=show,
                )
            if attacks:
                rows += hostile.audit(attacks, trial, layers, progress=show)
        if misconceptions:
            auditing.keep_known(course, part, rows)
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
        raise InputError(f"No case of {', '.join(names)} has {only!r} in its name.")
    if surprised:
        raise typer.Exit(1)
