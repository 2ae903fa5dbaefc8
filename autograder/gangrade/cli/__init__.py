"""The command line, from ``gangrade release`` to ``gangrade doctor``: one module a command."""

from __future__ import annotations

import typer

from gangrade.cli.audit import audit_corpus
from gangrade.cli.calibrate import calibrate_questions
from gangrade.cli.doctor import examine_machine
from gangrade.cli.grade import grade_submissions
from gangrade.cli.marks import merge_marks, write_answers
from gangrade.cli.new import begin_part
from gangrade.cli.release import release_parts

app = typer.Typer(
    help="Release the GAN assignment and grade submissions to it.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
app.command("new")(begin_part)
app.command("release")(release_parts)
app.command("grade")(grade_submissions)
app.command("answers")(write_answers)
app.command("merge")(merge_marks)
app.command("doctor")(examine_machine)
app.command("audit")(audit_corpus)
app.command("calibrate")(calibrate_questions)
