"""``gangrade failures``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gangrade.cli.common import console


def list_failures(
    export: Annotated[
        Path, typer.Argument(help="Gradescope's export of submissions, or its metadata.")
    ],
) -> None:
    """Name the submissions on Gradescope that the grader could not judge, among all others."""
    from gangrade.finals.gradescope_export import read_faults

    faults, count = read_faults(export)
    for fault in faults:
        text = f"{fault.submission} ({', '.join(fault.students) or 'nobody'}): {fault.reason}"
        console.print(text, markup=False, highlight=False, soft_wrap=True)
    if faults:
        text = (
            f"{len(faults)} of {count} were not graded as they should be. Regrade there those in "
            "which the grader failed; read the others, and give their points by hand."
        )
        console.print(text, markup=False, highlight=False)
        raise typer.Exit(1)
    console.print(f"The grader failed in none of {count} submissions.", highlight=False)
