"""``gangrade new``."""

from __future__ import annotations

from typing import Annotated

import typer

from gangrade.cli.common import console, short
from gangrade.part.course import Course


def begin_part(
    part: Annotated[str, typer.Argument(help="The name of the new part, e.g. shape_gan.")],
) -> None:
    """Begin a part: a master with one question, one more right answer to it, and a wrong one."""
    from gangrade.release import new

    for path in new.begin(Course.find(), part):
        console.print(short(path), markup=False, highlight=False, soft_wrap=True)
    console.print(f"Next: gangrade check {part}.", markup=False, highlight=False)
