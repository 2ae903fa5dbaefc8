"""The real part: its hidden tests accept right answers and catch wrong ones, and say why."""

from __future__ import annotations

import ast
import functools
import inspect
import os
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from gangrade.candidate.parent import WarmParent
from gangrade.corpus.audit import Finding, check, with_dependents
from gangrade.corpus.cases import Case, cases
from gangrade.grading.examiner import grade
from gangrade.part.course import Course
from gangrade.part.part import Autograder, Limits
from gangrade.release.master import read_master
from gangrade.verdicts.draws import Grading, grading
from IPython.core.inputtransformer2 import TransformerManager

REPOSITORY = Course.find(Path(__file__).parent)
PARTS = REPOSITORY.parts()
QUESTIONS = {
    (part, question.name): question
    for part in PARTS
    for question in read_master(REPOSITORY.master(part)).questions
    if not question.manual
}
FIRST = "function_gan"
"""The part some of whose corpus is graded in the quick tests; the rest takes too long for them."""
NEEDED = {(part, name) for (part, _), question in QUESTIONS.items() for name in question.needs}
"""Questions that others build on."""
SHORT = Limits(total=8)
"""CPU seconds that suffice for every question of the first part without training."""


def corpus_of(first: bool, trained: bool) -> list[str]:
    """Return the names of variants and mutants, of questions with training or of the others."""
    return sorted(
        f"{part}/{folder.name}/{name}/{path.stem}"
        for (part, name), question in QUESTIONS.items()
        if (part == FIRST) == first and (question.training is not None) == trained
        for folder in (REPOSITORY.variants(part), REPOSITORY.mutants(part))
        for path in (folder / name).glob("*.py")
    )


def some(names: list[str], variants: int, mutants: int) -> list[str]:
    """Return the first so many variants and mutants of each question."""
    counts: Counter[str] = Counter()
    chosen = []
    for name in names:
        _, kind, _, _ = name.split("/")
        folder = name.rpartition("/")[0]
        counts[folder] += 1
        if counts[folder] <= {"variants": variants, "mutants": mutants}[kind]:
            chosen.append(name)
    return chosen


UNTRAINED = corpus_of(first=True, trained=False)
QUICK = some(UNTRAINED, variants=1, mutants=3)
TRAINED = corpus_of(first=True, trained=True)
OTHERS = corpus_of(first=False, trained=False) + corpus_of(first=False, trained=True)
SLOW = [
    *(name for name in UNTRAINED if name not in QUICK),
    *some(TRAINED, variants=6, mutants=20),
    *some(corpus_of(first=False, trained=False), variants=2, mutants=4),
    *some(corpus_of(first=False, trained=True), variants=1, mutants=0),
    "image_gan/mutants/digit_gan/memorised",
    "image_gan/mutants/mode_collapse/table_of_points",
]
LONG = [name for name in (*TRAINED, *OTHERS) if name not in SLOW]
BUILT_ON = some(
    [name for name in UNTRAINED if tuple(name.split("/")[::2]) in NEEDED], variants=1, mutants=2
)


def part_of(name: str) -> str:
    """Return the part of a case of the corpus."""
    return name.split("/")[0]


def test_every_file_of_the_corpus_is_graded_somewhere() -> None:
    files = [
        path
        for part in PARTS
        for folder in (REPOSITORY.variants(part), REPOSITORY.mutants(part))
        for path in folder.glob("*/*.py")
    ]
    assert len(files) == len({*QUICK, *SLOW, *LONG})


@pytest.fixture(scope="session")
def released(released_course: Path) -> dict[str, Autograder]:
    return {part: Autograder(Course(released_course).autograder_zip(part)) for part in PARTS}


@pytest.fixture(scope="session")
def corpus(released: dict[str, Autograder]) -> dict[str, Case]:
    return {
        f"{part}/{case.name}": case
        for part, autograder in released.items()
        for case in cases(REPOSITORY, part, [q.name for q in autograder.automatic])
    }


CORPUS_TESTS = ("test_corpus", "test_slow_corpus", "test_long_corpus", "test_what_builds_on_it")
Find = Callable[..., Finding]


@pytest.fixture(scope="session")
def find(
    request: pytest.FixtureRequest,
    released: dict[str, Autograder],
    corpus: dict[str, Case],
    warm: WarmParent,
) -> Find:
    """A function that gives the finding on a case's own question, or on its dependents as well.

    The cases that this session's tests ask for are graded first, on all cores.
    """

    @functools.cache
    def graded(name: str, dependents: bool) -> Finding:
        case, autograder = corpus[name], released[part_of(name)]
        only = with_dependents(autograder.automatic, case)
        if not dependents:
            return check(case, autograder, warm, only and only[:1])
        # What builds on a wrong answer may be lost, so it need not be tried to the end.
        limits = SHORT if case.kind == "mutant" else Limits()
        return check(case, autograder, warm, only, limits)

    asked = {
        (item.callspec.params["name"], item.originalname == "test_what_builds_on_it")
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
@pytest.mark.parametrize("name", SLOW)
def test_slow_corpus(find: Find, name: str) -> None:
    assert find(name).surprises == ()


@pytest.mark.audit
@pytest.mark.parametrize("name", LONG)
def test_long_corpus(find: Find, name: str) -> None:
    assert find(name).surprises == ()


@pytest.mark.slow
@pytest.mark.parametrize("name", BUILT_ON)
def test_what_builds_on_it(
    find: Find, released: dict[str, Autograder], corpus: dict[str, Case], name: str
) -> None:
    finding = find(name, dependents=True)
    assert finding.surprises == ()
    only = with_dependents(released[part_of(name)].automatic, corpus[name])
    assert only is not None
    assert {question.name for question in finding.result.questions} == {*only}
    assert len(only) > 1


def caught_by(find: Find, names: list[str]) -> set[tuple[str, str, str]]:
    """Return the tests, by part and question, that fail on some of these cases."""
    return {
        (part_of(name), question.name, test.title)
        for name in names
        for question in find(name).result.questions
        for test in question.tests
        if not test.passed
    }


def hidden_tests(names: list[str], released: dict[str, Autograder]) -> set[tuple[str, str, str]]:
    """Return the hidden tests, by part and question, of the questions of these cases."""
    asked = {tuple(name.split("/")[::2]) for name in names}
    return {
        (part, question.name, str(case.body.test_func.__doc__))
        for part, autograder in released.items()
        for question in autograder.automatic
        if (part, question.name) in asked and question.tests is not None
        for case in question.tests.test_cases
        if case.hidden
    }


@pytest.mark.slow
def test_every_hidden_test_catches_a_mutant(find: Find, released: dict[str, Autograder]) -> None:
    assert hidden_tests(UNTRAINED, released) <= caught_by(find, UNTRAINED)


@pytest.mark.audit
def test_every_hidden_test_of_other_parts_catches_a_mutant(
    find: Find, released: dict[str, Autograder]
) -> None:
    assert hidden_tests(OTHERS, released) <= caught_by(find, OTHERS)


def points_of(part: str) -> float:
    """Return the points that the master of a part gives for what a machine marks."""
    return sum(question.points for (its_part, _), question in QUESTIONS.items() if its_part == part)


def test_solution_gets_full_marks(find: Find) -> None:
    finding = find(f"{FIRST}/solution")
    assert finding.surprises == ()
    result = finding.result
    assert result.score == result.possible == points_of(FIRST) > 0
    samples = result.evidence["cubic_gan"].samples
    assert samples.shape == (4000, 2)
    assert result.evidence["cubic_gan"].losses.keys() == {"d_loss", "g_loss"}


@pytest.mark.slow
@pytest.mark.parametrize("part", [part for part in PARTS if part != FIRST])
def test_solution_of_another_part_gets_full_marks(find: Find, part: str) -> None:
    finding = find(f"{part}/solution")
    assert finding.surprises == ()
    assert finding.result.score == finding.result.possible == points_of(part) > 0


@pytest.mark.parametrize("part", PARTS)
def test_blank_gets_nothing_and_every_question_has_a_message(find: Find, part: str) -> None:
    result = find(f"{part}/blank").result
    assert result.score == 0
    assert {question.name for question in result.questions} == {
        name for its_part, name in QUESTIONS if its_part == part
    }
    for question in result.questions:
        assert all(test.message for test in question.tests if not test.passed)
        assert not all(test.passed for test in question.tests)


def test_drawn_values_tell_no_coefficient(find: Find) -> None:
    questions = find(f"{FIRST}/solution").result.questions
    [values] = [question.values for question in questions if question.name == "cubic_gan"]
    assert {"x³: distance", "drawn: distance", "drawn: bend", "drawn: attempts"} <= values.keys()
    assert not any("coefficient" in name for name in values)


@pytest.mark.slow
def test_ten_gradings_are_equal(released: dict[str, Autograder], corpus: dict[str, Case]) -> None:
    def grade_it(_: int) -> list[tuple[str, float, dict[str, Any]]]:
        with WarmParent() as fresh:  # nothing is reused
            result = grade(corpus[f"{FIRST}/solution"].submission, released[FIRST], fresh)
        return [(q.name, q.score, q.values) for q in result.questions]

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        seen = list(pool.map(grade_it, range(10)))
    assert all(one == seen[0] for one in seen)
    assert sum(score for _, score, _ in seen[0]) == points_of(FIRST)


GIVEN_BY_PROBES = {("untrained_generator", "networks")}
"""Questions whose tests put other functions in the place of those of another question."""


@pytest.mark.parametrize("part", PARTS)
def test_questions_name_all_that_they_build_on(part: str) -> None:
    """Else nothing says so where one fails, and ``audit --own`` leaves such cases out."""
    master = read_master(REPOSITORY.master(part))
    home: dict[str, str | None] = {}
    uses: dict[str, set[str]] = {}
    for cells, question in [
        (master.open_cells, None),
        *((question.solutions, question.name) for question in master.questions),
    ]:
        code = [cell.source for cell in cells if cell.node.cell_type == "code"]
        for node in [node for source in code for node in _statements(source)]:
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
                home[node.name] = question
                uses[node.name] = {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}

    def reached(names: set[str]) -> set[str]:
        found = names | {used for name in names for used in uses.get(name, ())}
        return found if found == names else reached(found)

    for question in master.questions:
        own = {name for name, its_question in home.items() if its_question == question.name}
        builds_on = {home.get(name) for name in reached(own)} - {question.name, None}
        given = {other for name, other in GIVEN_BY_PROBES if name == question.name}
        assert builds_on - given == {*question.needs}, question.name


UNTRAINED_FUNCTIONS = {
    "function_gan/data_relation": {"sample_real"},
    "function_gan/he_init": {"he_uniform"},
    "function_gan/adam": {"adam_step"},
    "image_gan/tanh_scaling": {"scale_images", "unscale_images"},
    "image_gan/latent_size": {"latent_points"},
    "image_gan/mode_collapse": {"modes_covered"},
}
"""Of some questions, functions that take no training and no TensorFlow: they can be tried often."""
DEFINITIONS = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef)
STUDENTS = 20
"""A mutant that one student in seven gets away with is missed here once in 20 times."""


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # wrong code may divide by 0; that alone is not caught
@pytest.mark.parametrize("name", UNTRAINED_FUNCTIONS)
def test_the_draw_of_no_student_lets_a_mutant_pass(
    released: dict[str, Autograder], corpus: dict[str, Case], name: str
) -> None:
    """In this process: graded for real, each student would take seconds."""
    (part, question), names = name.split("/"), UNTRAINED_FUNCTIONS[name]
    autograder = released[part]
    [tests] = [q.tests for q in autograder.automatic if q.name == question]
    assert tests is not None
    bodies = [
        test.body
        for test in tests.test_cases
        if names >= {*inspect.signature(test.body.test_func).parameters}
    ]
    assert bodies

    def passed_by(case: Case, student: int) -> bool:
        surroundings = Grading(student=str(student), calibration=autograder.calibration)
        with grading(surroundings):
            try:
                for body in bodies:
                    body.call_func(spaces[case.name])
            except Exception:  # wrong code raises anything
                return False
        return True

    own = [
        case
        for key, case in corpus.items()
        if part_of(key) == part and case.question == question and case.defines & names
    ]
    spaces = {case.name: _defined(case) for case in own}
    passed = {case.name: sum(passed_by(case, n) for n in range(STUDENTS)) for case in own}
    assert passed == {c.name: STUDENTS if c.kind == "variant" else 0 for c in own}
    assert {case.kind for case in own} == {"variant", "mutant"}


def _defined(case: Case) -> dict[str, Any]:
    """Return what a notebook imports and defines, and whatever stands in the cells of the case."""
    space: dict[str, Any] = {}
    for cell in case.submission.cells:
        body = _statements(cell.source)
        if case.defines.isdisjoint(getattr(node, "name", None) for node in body):
            body = [node for node in body if isinstance(node, DEFINITIONS)]
        exec(compile(ast.Module(body, []), f"cell {cell.number}", "exec"), space)
    return space


def _statements(code: str) -> list[ast.stmt]:
    """Return the statements of a code cell, which may hold magics."""
    return ast.parse(TransformerManager().transform_cell(code)).body
