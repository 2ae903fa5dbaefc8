"""The real part: its hidden tests accept right answers and catch wrong ones, and say why."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from gangrade.audit import Finding, check, with_dependents
from gangrade.candidate import WarmParent
from gangrade.corpus import Case, cases
from gangrade.course import Course
from gangrade.examiner import Autograder, Limits, grade

PART = "function_gan"
REPOSITORY = Course.find(Path(__file__).parent)
CORPUS = sorted(
    f"{folder.name}/{path.parent.name}/{path.stem}"
    for folder in (REPOSITORY.variants, REPOSITORY.mutants)
    for path in folder.glob("*/*.py")
)
QUICK = [name for name in CORPUS if "/cubic_gan/" not in name]
SHORT = Limits(total=8)
"""CPU seconds that suffice for every question without training."""
NEEDED = ("data_relation", "networks", "gan_losses", "gan_step")
"""Questions that others build on."""
TRAINED = [name for name in CORPUS if "/cubic_gan/" in name]


@pytest.fixture(scope="session")
def released(released_course: Path) -> Autograder:
    return Autograder(Course(released_course).autograder_zip(PART))


@pytest.fixture(scope="session")
def corpus(released: Autograder) -> dict[str, Case]:
    names = [question.name for question in released.automatic]
    return {case.name: case for case in cases(REPOSITORY, PART, names)}


CORPUS_TESTS = ("test_corpus", "test_trained_corpus", "test_questions_that_build_on_it")
Find = Callable[..., Finding]


@pytest.fixture(scope="session")
def find(
    request: pytest.FixtureRequest,
    released: Autograder,
    corpus: dict[str, Case],
    warm: WarmParent,
) -> Find:
    """A function that gives the finding on a case's own question, or on its dependents as well.

    The cases that this session's tests ask for are graded first, on all cores.
    """

    @functools.cache
    def graded(name: str, dependents: bool) -> Finding:
        case = corpus[name]
        only = with_dependents(released.automatic, case)
        if not dependents:
            return check(case, released, warm, only and only[:1])
        # What builds on a wrong answer may be lost, so it need not be tried to the end.
        limits = SHORT if case.kind == "mutant" else Limits()
        return check(case, released, warm, only, limits)

    asked = {
        (item.callspec.params["name"], item.originalname == "test_questions_that_build_on_it")
        for item in request.session.items
        if isinstance(item, pytest.Function) and item.originalname in CORPUS_TESTS
    }
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(lambda task: graded(*task), sorted(asked)))
    # A cache tells arguments by position from those by name, so there is one way to ask it.
    return lambda name, dependents=False: graded(name, dependents)


@pytest.mark.parametrize("name", QUICK)
def test_corpus(find: Find, name: str) -> None:
    assert find(name).surprises == ()


@pytest.mark.slow
@pytest.mark.parametrize("name", TRAINED)
def test_trained_corpus(find: Find, name: str) -> None:
    assert find(name).surprises == ()


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in QUICK if name.split("/")[1] in NEEDED])
def test_questions_that_build_on_it(
    find: Find, released: Autograder, corpus: dict[str, Case], name: str
) -> None:
    finding = find(name, dependents=True)
    assert finding.surprises == ()
    only = with_dependents(released.automatic, corpus[name])
    assert only is not None
    assert {question.name for question in finding.result.questions} == {*only}
    assert len(only) > 1


def test_only_these_questions_are_needed_by_others(released: Autograder) -> None:
    assert {*NEEDED} == {name for question in released.automatic for name in question.needs}


def test_every_hidden_test_of_an_exact_question_catches_a_mutant(
    find: Find, released: Autograder
) -> None:
    caught = {
        (question.name, test.title)
        for name in QUICK
        for question in find(name).result.questions
        for test in question.tests
        if not test.passed
    }
    for question in released.automatic:
        if question.name == "cubic_gan":
            continue
        assert question.tests is not None
        for test in question.tests.test_cases:
            title = test.body.test_func.__doc__
            assert not test.hidden or (question.name, title) in caught, f"{question.name}: {title}"


def test_solution_gets_full_marks(find: Find) -> None:
    finding = find("solution")
    assert finding.surprises == ()
    result = finding.result
    assert result.score == result.possible == 35
    samples = result.evidence["cubic_gan"].samples
    assert samples.shape == (4000, 2)
    assert result.evidence["cubic_gan"].losses.keys() == {"d_loss", "g_loss"}


def test_blank_gets_nothing_and_every_question_has_a_message(find: Find) -> None:
    result = find("blank").result
    assert result.score == 0
    assert len(result.questions) == 8
    for question in result.questions:
        assert all(test.message for test in question.tests if not test.passed)
        assert not all(test.passed for test in question.tests)


def test_drawn_values_tell_no_coefficient(find: Find) -> None:
    values = find("solution").result.questions[-1].values
    assert {"x³: distance", "drawn: distance", "drawn: bend", "drawn: attempts"} <= values.keys()
    assert not any("coefficient" in name for name in values)


@pytest.mark.slow
def test_ten_gradings_are_equal(released: Autograder, corpus: dict[str, Case]) -> None:
    def grade_it(_: int) -> list[tuple[str, float, dict[str, Any]]]:
        with WarmParent() as fresh:  # nothing is reused
            result = grade(corpus["solution"].submission, released, fresh)
        return [(q.name, q.score, q.values) for q in result.questions]

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        seen = list(pool.map(grade_it, range(10)))
    assert all(one == seen[0] for one in seen)
    assert sum(score for _, score, _ in seen[0]) == 35
