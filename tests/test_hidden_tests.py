"""The real part: its hidden tests accept right answers and catch wrong ones, and say why."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from gangrade.audit import Finding, check, dependents
from gangrade.candidate import WarmParent
from gangrade.corpus import Case, cases
from gangrade.course import Course
from gangrade.examiner import Autograder, grade

PART = "function_gan"
REPOSITORY = Course.find(Path(__file__).parent)
CORPUS = sorted(
    f"{folder.name}/{path.parent.name}/{path.stem}"
    for folder in (REPOSITORY.variants, REPOSITORY.mutants)
    for path in folder.glob("*/*.py")
)
QUICK = [name for name in CORPUS if "/cubic_gan/" not in name]
TRAINED = [name for name in CORPUS if "/cubic_gan/" in name]


@pytest.fixture(scope="session")
def released(released_course: Path) -> Autograder:
    return Autograder(Course(released_course).autograder_zip(PART))


@pytest.fixture(scope="session")
def corpus(released: Autograder) -> dict[str, Case]:
    names = [question.name for question in released.automatic]
    return {case.name: case for case in cases(REPOSITORY, PART, names)}


Find = Callable[[str], Finding]


@pytest.fixture(scope="session")
def find(
    request: pytest.FixtureRequest,
    released: Autograder,
    corpus: dict[str, Case],
    warm: WarmParent,
) -> Find:
    """A function that gives the finding on a case's own question.

    The cases that this session's tests ask for are graded first, on all cores.
    """

    @functools.cache
    def finding(name: str) -> Finding:
        case = corpus[name]
        return check(case, released, warm, only=case.question and [case.question])

    asked = [
        item.callspec.params["name"]
        for item in request.session.items
        if isinstance(item, pytest.Function)
        and item.originalname in ("test_corpus", "test_trained_corpus")
    ]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(finding, asked))
    return finding


@pytest.mark.parametrize("name", QUICK)
def test_corpus(find: Find, name: str) -> None:
    assert find(name).surprises == ()


@pytest.mark.slow
@pytest.mark.parametrize("name", TRAINED)
def test_trained_corpus(find: Find, name: str) -> None:
    assert find(name).surprises == ()


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in QUICK if name.startswith("variants/")])
def test_variants_serve_the_questions_that_build_on_them(
    released: Autograder, corpus: dict[str, Case], warm: WarmParent, name: str
) -> None:
    case = corpus[name]
    assert case.question is not None
    only = dependents(released.automatic, case.question)
    finding = check(case, released, warm, sorted(only))
    assert finding.surprises == ()
    assert {question.name for question in finding.result.questions} == only


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
    points = result.evidence["cubic_gan"].points
    assert points.shape == (4000, 2)
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
    seen = []
    for _ in range(10):
        with WarmParent() as fresh:  # nothing is reused
            result = grade(corpus["solution"].submission, released, fresh)
        seen.append([(q.name, q.score, q.values) for q in result.questions])
    assert all(one == seen[0] for one in seen)
    assert sum(score for _, score, _ in seen[0]) == 35
