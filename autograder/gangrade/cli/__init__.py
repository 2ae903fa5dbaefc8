"""The command line, from ``gangrade release`` to ``gangrade doctor``: one module a command."""

from __future__ import annotations

import importlib.metadata
from typing import Annotated

import typer

from gangrade.cli.appeal import grade_again
from gangrade.cli.audit import audit_corpus
from gangrade.cli.calibrate import calibrate_questions
from gangrade.cli.check import check_course
from gangrade.cli.common import VERBOSE, Command, Commands, flag
from gangrade.cli.doctor import examine_machine
from gangrade.cli.failures import list_failures
from gangrade.cli.feedback import give_feedback
from gangrade.cli.grade import grade_submissions
from gangrade.cli.init import begin_course
from gangrade.cli.marks import merge_marks, write_answers
from gangrade.cli.new import begin_part
from gangrade.cli.promises import check_promises
from gangrade.cli.release import release_parts
from gangrade.cli.total import add_parts

app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)


def _print_version(asked: bool) -> None:
    if asked:
        print(f"gankit {importlib.metadata.version('gankit')}")
        raise typer.Exit


@app.callback()
def options(
    verbose: Annotated[
        bool, flag(VERBOSE, "Show the traceback of an error; also at the end.")
    ] = False,
    version: Annotated[
        bool, flag("--version", "Show the version.", callback=_print_version, is_eager=True)
    ] = False,
) -> None:
    """Release the GAN assignment and grade submissions to it."""


app.command("init", cls=Command)(begin_course)
app.command("new", cls=Command)(begin_part)
app.command("check", cls=Command)(check_course)
app.command("release", cls=Command)(release_parts)
app.command("grade", cls=Command)(grade_submissions)
app.command("answers", cls=Command)(write_answers)
app.command("merge", cls=Command)(merge_marks)
app.command("total", cls=Command)(add_parts)
app.command("failures", cls=Command)(list_failures)
app.command("feedback", cls=Command)(give_feedback)
app.command("appeal", cls=Command)(grade_again)
app.command("doctor", cls=Command)(examine_machine)
app.command("audit", cls=Command)(audit_corpus)
app.command("calibrate", cls=Command)(calibrate_questions)
app.command("promises", cls=Command)(check_promises)
