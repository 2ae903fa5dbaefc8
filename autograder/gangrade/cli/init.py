"""``gangrade init``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gangrade.cli.common import console, short


def begin_course(
    folder: Annotated[Path, typer.Argument(help="A new folder, or a course that init made.")],
    parts: Annotated[
        list[str] | None, typer.Argument(help="Parts; all of the kit if none is named.")
    ] = None,
) -> None:
    """Make a course's own folder, or bring what a newer kit ships into one."""
    from gangrade.release import init, kit

    begun = init.begin(folder, parts or [])
    names = ", ".join(begun.parts)
    if not begun.upgrade:
        text = (
            f"{short(folder)} is a course with {names}, a Git repository. Keep it private: the "
            f"masters hold solutions and hidden tests.\nRead {short(folder / 'README.md')}. Next, "
            "in that folder: gangrade check."
        )
    elif begun.news:
        text = (
            f"{begun.news}gankit {kit.version()} ({names}) is on the branch {init.BRANCH}. Next: "
            f"git merge {init.BRANCH}, then gangrade check."
        )
    else:
        text = f"Nothing new: the course has what gankit {kit.version()} ships of {names}."
    console.print(text, markup=False, highlight=False, soft_wrap=True)
