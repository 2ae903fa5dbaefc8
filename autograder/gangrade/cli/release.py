"""``gangrade release``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from gangrade.cli.common import console, course_and_parts, errors, short, warn

if TYPE_CHECKING:
    from gangrade.release.build import Released


def release_parts(
    parts: Annotated[list[str] | None, typer.Argument(help="Parts; all if none is named.")] = None,
) -> None:
    """Build the student and solution notebooks and the zips from the masters.

    Where there is Chromium or Chrome, also the PDF of the written questions that Gradescope wants.
    """
    from gangrade.release import wheel, written_pdf
    from gangrade.release.build import ReleaseError, release_part

    course, names = course_and_parts(parts)
    built = wheel.build()
    failure = False
    for part in names:
        try:
            release = release_part(course, part, wheel=built)
        except ReleaseError as error:
            failure = True
            for problem in error.problems:
                errors.print(f"{part}: {problem}", style="red", markup=False, highlight=False)
            continue
        console.print(f"[bold]{part}[/bold]: {release.summary}", highlight=False)
        for path in (
            release.student_notebook,
            release.student_zip,
            release.solution_notebook,
            release.autograder_zip,
        ):
            console.print(f"  {short(path)}", markup=False, highlight=False, soft_wrap=True)
        _tell_changes(release)
        for name in release.uncalibrated:
            warn(
                f"  {name} cannot be graded yet: run `gangrade calibrate {part}/{name}`, then "
                "release again."
            )
        if reason := written_pdf.write(release.student_notebook, course.template(part)):
            warn(f"  Without a PDF of the written questions: {reason}.")
        elif course.template(part).exists():
            console.print(f"  {short(course.template(part))}", markup=False, highlight=False)
    if failure:
        raise typer.Exit(1)


def _tell_changes(release: Released) -> None:
    """Say what is new since the last release, and which secret counts."""
    if release.new_secret:
        warn(
            f"  A new secret was made: {release.fingerprint}. All who grade this class need it "
            "(autograder/.secret, or this zip); keep it as you keep the exam."
        )
    else:
        console.print(f"  secret {release.fingerprint}", highlight=False)
    if release.changes is None:
        text = "  There was no release here before to compare with."
    elif not release.changes:
        text = "  Nothing has changed since the last release."
    else:
        text = "\n".join(
            ["  Changed since the last release:", *(f"    {line}" for line in release.changes)]
        )
    console.print(text, markup=False, highlight=False, soft_wrap=True)
