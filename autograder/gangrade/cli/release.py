"""``gangrade release``."""

from __future__ import annotations

from typing import Annotated

import typer

from gangrade.cli.common import console, course_and_parts, errors, short, warn


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
