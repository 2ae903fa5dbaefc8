"""``gangrade doctor``."""

from __future__ import annotations

from typing import Annotated

from typer import Option

from gangrade.cli.common import (
    ADVICE,
    WITHOUT,
    check_layers,
    check_platform,
    console,
    private_paths,
)
from gangrade.errors import GangradeError

LANDLOCK = Annotated[
    int | None,
    Option(
        "--landlock",
        metavar="ABI",
        help="Use no newer version of Landlock's interface, to see what an older kernel would do.",
    ),
]


def examine_machine(without: WITHOUT = None, landlock: LANDLOCK = None) -> None:
    """Try what a submission could do on this machine, and say what keeps it from that."""
    check_platform()
    from gangrade.candidate.doctor import examine, tables_of
    from gangrade.candidate.parent import WarmParent
    from gangrade.inside.sandbox import NEWEST

    with (
        console.status("A candidate tries what it must not …"),
        WarmParent(check_layers(without), landlock=landlock or NEWEST) as warm,
    ):
        findings = examine(warm, private_paths())
    for table in tables_of(findings):
        console.print(table)
    if not findings.safe:
        raise GangradeError(f"Grading here would be unsafe. {ADVICE}")
