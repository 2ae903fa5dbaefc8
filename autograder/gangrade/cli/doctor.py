"""``gangrade doctor``."""

from __future__ import annotations

from gangrade.cli.common import (
    ADVICE,
    WITHOUT,
    check_layers,
    check_platform,
    console,
    private_paths,
)
from gangrade.errors import GangradeError


def examine_machine(without: WITHOUT = None) -> None:
    """Try what a submission could do on this machine, and say what keeps it from that."""
    check_platform()
    from gangrade.candidate.doctor import examine, tables_of
    from gangrade.candidate.parent import WarmParent

    with (
        console.status("A candidate tries what it must not …"),
        WarmParent(check_layers(without)) as warm,
    ):
        findings = examine(warm, private_paths())
    for table in tables_of(findings):
        console.print(table)
    if not findings.safe:
        raise GangradeError(f"Grading here would be unsafe. {ADVICE}")
