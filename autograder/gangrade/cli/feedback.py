"""``gangrade feedback``."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from gangrade import writing
from gangrade.cli.common import PATTERN, console, short, stopping, warn


def give_feedback(
    pages: Annotated[Path, typer.Argument(help="What `gangrade merge` or `grade` wrote.")],
    part: Annotated[str, typer.Option(help="The part that was graded.")],
    roster: Annotated[Path, typer.Option(help="A CSV file of the students, as for `grade`.")],
    out: Annotated[Path, typer.Option(help="Where the files go; made if missing.")],
    pattern: PATTERN = "",
) -> None:
    """Pack students' pages: a zip as Moodle takes it, one for Canvas, and a folder of pages."""
    from gangrade.finals import giving_back
    from gangrade.finals.roster import Roster

    students = replace(Roster.read(roster), pattern=pattern)
    with stopping("The same command begins anew."):
        writing.make_folder(out)
        given = giving_back.write(pages, out, students, part)
    warn(*given.problems)
    for path, count in given.files.items():
        text = f"{short(path)}: pages of {count} students"
        console.print(text, highlight=False, markup=False, soft_wrap=True)
    if given.problems:
        raise typer.Exit(1)
