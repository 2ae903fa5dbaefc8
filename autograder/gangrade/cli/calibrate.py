"""``gangrade calibrate``."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Annotated

import typer

from gangrade.cli.common import (
    check_platform,
    console,
    course_and_parts,
    errors,
    progress_bar,
    short,
    stopping,
)
from gangrade.errors import GangradeError, InputError
from gangrade.part.course import Course

if TYPE_CHECKING:
    from gangrade.calibrating.calibrate import Effort
    from gangrade.part.part import Autograder, Question


def calibrate_questions(
    questions: Annotated[
        list[str] | None, typer.Argument(help="Questions; all with random training if none.")
    ] = None,
    seeds: Annotated[int, typer.Option(min=1, help="Seeds for each target.")] = 10,
    targets: Annotated[int, typer.Option(min=4, help="Drawn targets, e.g. curves.")] = 24,
    only: Annotated[
        str, typer.Option(help="Only new runs of cases whose name contains this.")
    ] = "",
    rounds: Annotated[
        int, typer.Option(min=0, max=2, help="0 makes no new run, 1 only the first round.")
    ] = 2,
    jobs: Annotated[int | None, typer.Option(min=1, help="Processes; all cores if none.")] = None,
) -> None:
    """Train the corpus over drawn targets and seeds; derive thresholds and attempts.

    A second round makes more runs of the cases of which the first says too little. Runs that were
    made before count and are not made again.
    """
    check_platform()
    from gangrade.calibrating.calibrate import Effort
    from gangrade.part.part import Autograder

    course, parts = course_and_parts(None)
    autograders = [Autograder(course.autograder_zip(part)) for part in parts]
    trainings = {
        f"{autograder.part}/{question.name}": (autograder, question)
        for autograder in autograders
        for question in autograder.automatic
        if question.training is not None
    }
    names = [_chosen(name, trainings) for name in questions or trainings]
    effort = Effort(seeds, targets, only=only, rounds=rounds, jobs=jobs)
    for name in names:
        _calibrate(course, *trainings[name], effort)


def _chosen(name: str, trained: Collection[str]) -> str:
    """Return which of the questions, each with its part's name before it, is meant by ``name``."""
    fitting = [
        candidate for candidate in trained if name in (candidate, candidate.rpartition("/")[2])
    ]
    if len(fitting) == 1:
        return fitting[0]
    reason = f"Several parts have a {name}." if fitting else f"Nothing to calibrate for {name}."
    raise InputError(f"{reason} With training: {', '.join(fitting or trained)}.")


def _calibrate(course: Course, autograder: Autograder, question: Question, effort: Effort) -> None:
    from gangrade.calibrating import thresholds
    from gangrade.calibrating.calibrate import calibrate_question
    from gangrade.corpus.cases import read_cases

    training = question.training
    assert training is not None
    names = [question.name for question in autograder.automatic]
    cases = [
        case
        for case in read_cases(course, autograder.part, names)
        if case.kind == "solution"
        or (case.question == question.name and training.function in case.defines)
    ]
    with stopping("The runs made so far are kept."), progress_bar() as bar:
        task = bar.add_task(question.name, total=None)

        def show(doing: str, done: int, total: int) -> None:
            description = f"{question.name}: {doing}"
            bar.update(task, description=description, completed=done, total=total)

        try:
            outcome, paths = calibrate_question(
                course.calibration(autograder.part),
                question.name,
                training,
                corpus={case.name: case.submission.cells for case in cases},
                effort=effort,
                breaks={case.name: case.breaks for case in cases if case.breaks},
                progress=show,
                problem=lambda sentence: errors.print(
                    sentence, style="red", markup=False, highlight=False, soft_wrap=True
                ),
            )
        except GangradeError as error:
            raise GangradeError(f"{question.name}: {error}") from error
    console.print(thresholds.table(outcome))
    for path in paths:
        console.print(f"Written: {short(path)}", highlight=False, soft_wrap=True)
