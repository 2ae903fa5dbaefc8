"""A slice of what ``gangrade audit --operators`` and ``--combinations`` grade, chosen by a seed."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from gangrade.candidate.parent import WarmParent
from gangrade.corpus import combinations, mutation
from gangrade.corpus.cases import Case, read_solution_and_blank
from gangrade.part.course import Course
from gangrade.part.part import Autograder

REPOSITORY = Course.find(Path(__file__).parent)
PART = "function_gan"
QUICK = {"data_relation", "he_init", "adam", "gan_losses"}
"""Questions whose tests take less than half a second."""
COMBINED = ("data_relation", "he_init")
MUTANTS, ANSWERS = 10, 6
SEED = 22


@pytest.fixture(scope="module")
def autograder(released_course: Path) -> Autograder:
    return Autograder(Course(released_course).autograder_zip(PART))


@pytest.fixture(scope="module")
def given(autograder: Autograder) -> tuple[Case, Case]:
    names = [question.name for question in autograder.automatic]
    return read_solution_and_blank(REPOSITORY, PART, names)


@pytest.mark.slow
def test_the_record_of_mutants_holds(
    autograder: Autograder, given: tuple[Case, Case], warm: WarmParent
) -> None:
    every = [m for m in mutation.mutants(autograder, *given) if m.question in QUICK]
    rows = mutation.Results(REPOSITORY.mutation(PART)).rows
    chosen = random.Random(SEED).sample([m for m in every if m.name in rows], MUTANTS)
    graded = {m.name: mutation.grade_mutant(m, autograder, warm).outcome for m in chosen}
    assert graded == {name: rows[name].outcome for name in graded}
    assert mutation.Outcome.KILLED in graded.values()


@pytest.mark.parametrize(
    "part", [part for part in REPOSITORY.parts() if REPOSITORY.equivalents(part).exists()]
)
def test_no_mutant_that_is_said_to_be_right_is_killed(part: str) -> None:
    known = mutation.equivalences(REPOSITORY, part)
    assert known
    assert mutation.contradictions(mutation.Results(REPOSITORY.mutation(part)).rows, known) == []


@pytest.mark.slow
def test_combinations_of_what_a_text_permits_pass(
    autograder: Autograder, given: tuple[Case, Case], warm: WarmParent
) -> None:
    known = combinations.read_permissions(REPOSITORY, PART)
    chance = random.Random(SEED)
    chosen = [p for p in known if p.question in COMBINED]
    assert len(chosen) == len(COMBINED)
    answers = [
        answer
        for permissions in chosen
        for answer in chance.sample(
            combinations.answers(permissions, autograder, given[0]), ANSWERS // len(COMBINED)
        )
    ]
    assert len(answers) == ANSWERS
    rows = [combinations.grade_answer(answer, autograder, warm) for answer in answers]
    assert [row.failed for row in rows] == [{}] * ANSWERS


@pytest.mark.parametrize("part", REPOSITORY.parts())
def test_no_combination_has_failed(part: str) -> None:
    rows = combinations.Results(REPOSITORY.combinations(part)).rows.values()
    assert [row.choices for row in rows if row.failed] == []
