"""``gangrade audit --operators`` and ``--combinations``: what is generated, not written."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.progress import Progress

from gangrade.cli.common import console, errors, progress_bar, released, stopping
from gangrade.part.course import Course

SEED = 1
"""Which mutants of trainings are drawn: always the same, so that their rows can be kept."""


_Advance = Callable[[str], None]


def _advance(bar: Progress, part: str, total: int) -> _Advance:
    """Return what moves a new bar by one and shows the question."""
    task = bar.add_task(part, total=total)
    return lambda name: bar.update(task, advance=1, description=f"{part}/{name}")


def grade_operators(
    course: Course, parts: Sequence[str], only: str, jobs: int, *, trained: int
) -> bool:
    """Grade mutants by operators that changed since they were graded; return whether some are left.

    Of each question that trains, ``trained`` mutants are drawn.
    """
    from gangrade.corpus import mutation
    from gangrade.corpus.cases import read_solution_and_blank

    left = False
    for part in parts:
        autograder = released(course, part)
        names = [question.name for question in autograder.automatic]
        solution, blank = read_solution_and_blank(course, part, names)
        every = mutation.mutants(autograder, solution, blank)
        results = mutation.Results(course.mutation(part))
        mutants = [
            mutant
            for mutant in mutation.sample(every, trained, SEED)
            if only in mutant.question
            and not mutation.holds(results.rows.get(mutant.name), mutant, autograder)
        ]
        with stopping("The same command goes on."), progress_bar() as bar:
            advance = _advance(bar, part, len(mutants))

            def keep(
                row: mutation.Row, results: mutation.Results = results, advance: _Advance = advance
            ) -> None:
                results.keep(row)
                advance(row.question)

            mutation.grade_all(mutants, mutation.grade_mutant, autograder, jobs=jobs, progress=keep)
        results.tidy(mutant.name for mutant in every)
        known = mutation.equivalences(course, part)
        for problem in mutation.contradictions(results.rows, known):
            errors.print(problem, style="red", markup=False)
            left = True
        found = mutation.scores(results.rows, known)
        console.print(mutation.table(found))
        for row in (row for score in found for row in score.survivors if only in row.question):
            left = True
            errors.print(
                f"{row.outcome}: {row.question}/{row.function}: {row.change}", markup=False
            )
    return left


def grade_combinations(course: Course, parts: Sequence[str], only: str, jobs: int) -> bool:
    """Grade combinations of permissions that changed; return whether one failed."""
    from gangrade.corpus import combinations, mutation
    from gangrade.corpus.cases import read_solution_and_blank

    lost = False
    for part in parts:
        autograder = released(course, part)
        names = [question.name for question in autograder.automatic]
        solution, _ = read_solution_and_blank(course, part, names)
        known = combinations.read_permissions(course, part)
        results = combinations.Results(course.combinations(part))
        every = [
            answer
            for permissions in known
            if permissions.question in names
            for answer in combinations.answers(permissions, autograder, solution)
        ]
        answers = [
            answer
            for answer in every
            if only in answer.question
            and not results.holds(answer.name, combinations.key_of(answer, autograder))
        ]
        with stopping("The same command goes on."), progress_bar() as bar:
            advance = _advance(bar, part, len(answers))

            def keep(
                row: combinations.Row,
                results: combinations.Results = results,
                advance: _Advance = advance,
            ) -> None:
                results.keep(row)
                advance(row.question)

            mutation.grade_all(
                answers, combinations.grade_answer, autograder, jobs=jobs, progress=keep
            )
        results.tidy(answer.name for answer in every)
        console.print(combinations.table(known, results.rows.values()))
        for row in results.rows.values():
            if row.failed and only in row.question:
                lost = True
                errors.print(f"{row.question} {row.choices}: {row.failed}", markup=False)
    return lost
