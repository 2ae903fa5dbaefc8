"""``gangrade appeal``."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gangrade import writing
from gangrade.cli.common import (
    ADVICE,
    AUTOGRADER,
    check_platform,
    console,
    private_paths,
    progress_bar,
    released_part,
    short,
    stopping,
)
from gangrade.errors import GangradeError, InputError

if TYPE_CHECKING:
    from gangrade.results.result import Result


def grade_again(
    submission: Annotated[Path, typer.Argument(help="The notebook, or the student's zip.")],
    part: Annotated[str, typer.Option(help="The part that was submitted.")],
    question: Annotated[str, typer.Option(help="The question that is appealed.")],
    out: Annotated[Path, typer.Option(help="Where the page goes; made if missing.")],
    seeds: Annotated[
        int, typer.Option(min=2, help="How often to grade it, each time with other draws.")
    ] = 10,
    jobs: Annotated[int | None, typer.Option(min=1, help="Gradings at a time.")] = None,
    autograder: AUTOGRADER = None,
) -> None:
    """Grade one question of one submission many times, and write a page for a committee.

    The first grading is the original one; each other has new targets and seeds. No mark changes.
    """
    check_platform()
    from gangrade.candidate import machine
    from gangrade.grading.worker import Grader, Unsafe
    from gangrade.intake.find import Unreadable, look_through
    from gangrade.intake.submission import read
    from gangrade.part.part import Limits
    from gangrade.reports.appeal import Appeal

    release = released_part(part, autograder)
    release.environment.check()
    names = [one.name for one in release.automatic]
    if question not in names:
        raise InputError(f"{part} has no question {question} with tests: {', '.join(names)}.")
    sources = look_through([submission]).sources
    if len(sources) != 1:
        raise InputError(
            f"{submission} holds {len(sources)} submissions. Name the one that is appealed."
        )
    try:
        work = read(sources[0], part, release.names)
    except Unreadable as error:
        raise InputError(f"{submission}: {error}") from None
    private = [*private_paths(), submission.resolve(), out.resolve()]
    results: dict[int, Result] = {}
    with stopping("The same command begins anew."), progress_bar() as bar:
        writing.make_folder(out)
        task = bar.add_task(question, total=seeds)
        try:
            with (
                Grader(release, Limits(), private=private) as grader,
                ThreadPoolExecutor(jobs or machine.workers()) as pool,
            ):

                def once(number: int) -> Result:
                    student = f"appeal {number}" if number else ""
                    return grader.grade(work, student=student, only=[question])

                runs = {pool.submit(once, number): number for number in range(seeds)}
                try:
                    for future in as_completed(runs):
                        results[runs[future]] = future.result()
                        bar.update(task, advance=1)
                except BaseException:  # an interruption too: do not begin with the others
                    pool.shutdown(wait=False, cancel_futures=True)
                    raise
        except Unsafe as error:
            raise GangradeError(f"Nothing was graded: {error}\n{ADVICE}") from error
        every = [results[number] for number in sorted(results)]
        if failed := [result for result in every if not result.graded]:
            raise GangradeError(f"{len(failed)} of {seeds} gradings failed: {failed[0].status}")
        calibration = json.loads(release.text(f"calibration/{question}.json") or "{}")
        thresholds = calibration.get("thresholds", {})
        appeal = Appeal(part, work.name, question, every, thresholds=thresholds)
        page = out / f"{work.name}-{question}.html"
        writing.replace(page, appeal.page())
        numbers = json.dumps(appeal.numbers(), indent=1, ensure_ascii=False) + "\n"
        writing.replace(page.with_suffix(".json"), numbers)
    text = f"{question} of {work.name} has its points in {appeal.passed} of {seeds} gradings."
    console.print(text, highlight=False, markup=False, soft_wrap=True)
    console.print(f"Page: {short(page)}", highlight=False, markup=False, soft_wrap=True)
