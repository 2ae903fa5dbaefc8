"""``gangrade total``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gangrade import writing
from gangrade.cli.common import console, short, stopping, warn
from gangrade.errors import InputError


def add_parts(
    marks: Annotated[
        list[Path], typer.Argument(help="What `gangrade merge` wrote: a folder for each part.")
    ],
    roster: Annotated[Path, typer.Option(help="A CSV file of the students, as for `merge`.")],
    out: Annotated[Path, typer.Option(help="Where the totals go; made if missing.")],
    course: Annotated[
        Path | None,
        typer.Option(help="course.toml: weights, parts that are dropped, in its table \\[total]."),
    ] = None,
) -> None:
    """Add the final marks of several parts to a total of the course for each student.

    Run it again whenever one of them has changed.
    """
    from gangrade.finals import totals
    from gangrade.finals.files import MEMORY
    from gangrade.finals.roster import Roster

    students = Roster.read(roster)
    scheme = totals.Scheme.read(course) if course else totals.Scheme()
    parts = [totals.read_marks(folder) for folder in marks]
    added = totals.add(parts, students, scheme)
    if (out / MEMORY).exists():
        raise InputError(f"{out} holds final marks of a part. Choose another folder.")
    with stopping("The same command begins anew."):
        writing.make_folder(out)
        paths, notes = totals.write(out, added, students)
    waiting = [one for one in added.students if one.open]
    warn(
        *added.problems,
        *(f"{one.student.label}: {'; '.join(one.open).rstrip('.')}." for one in waiting),
    )
    warn(*notes)
    count = len(added.students)
    text = f"{count - len(waiting)} of {count} totals are complete."
    if zeros := sum(bool(one.zeros) for one in added.students):
        text += f" {zeros} have 0 points for a part for which they handed in nothing."
    console.print(text, highlight=False, markup=False)
    for path in paths:
        console.print(f"Table: {short(path)}", highlight=False, markup=False, soft_wrap=True)
    if waiting or added.problems:
        raise typer.Exit(1)
