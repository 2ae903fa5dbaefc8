"""``gangrade check``."""

from __future__ import annotations

from typing import Annotated

import typer

from gangrade.cli.audit import check_changes
from gangrade.cli.common import console, course_and_parts, short
from gangrade.cli.promises import tell_gaps
from gangrade.cli.release import release_parts


def check_course(
    parts: Annotated[list[str] | None, typer.Argument(help="Parts; all if none is named.")] = None,
    minutes: Annotated[
        float, typer.Option(min=0, help="Begin no case that would last longer.")
    ] = 5,
    jobs: Annotated[int | None, typer.Option(min=1, help="Processes; all cores if none.")] = None,
) -> None:
    """Check your masters after a change: release them, and grade what the change can reach.

    A change is what differs from what the kit has shipped. Solution and variants must get full
    marks, the unsolved notebook 0, each mutant must lose its question. What was graded and cannot
    have changed is not graded again; quick cases come first. Sentences of the texts that nothing
    tests are named.
    """
    from gangrade.release.master import clear_outputs

    course, names = course_and_parts(parts)
    for part in names:
        if clear_outputs(course.master(part)):
            console.print(
                f"{short(course.master(part))}: its outputs are cleared and saved. If it is open "
                "in Jupyter, reload it from disk.",
                highlight=False,
                soft_wrap=True,
            )
    release_parts(names)
    for part in names:
        tell_gaps(course, part)
    check_changes(course, names, minutes, jobs=jobs)
