"""The real part: its hidden tests accept right answers and catch wrong ones, and say why."""

from __future__ import annotations

import ast
import functools
import inspect
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import gankit
import pytest
from gangrade.candidate.parent import WarmParent
from gangrade.corpus.attacks import load
from gangrade.corpus.audit import Finding, check, with_dependents
from gangrade.corpus.baseline import Baseline
from gangrade.corpus.cases import Case, read_cases
from gangrade.grading.examiner import grade
from gangrade.part.course import Course
from gangrade.part.part import Autograder, Limits
from gangrade.release.master import read_master
from gangrade.results.result import Result
from gangrade.verdicts.draws import Grading, in_force
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
"""The part whose solution, and a few of whose cases, are graded in the quick tests."""
NEEDED = {(part, name) for (part, _), question in QUESTIONS.items() for name in question.needs}
"""Questions that others build on."""
SHORT = Limits(total=40)
"""CPU seconds that suffice for all public tests of the first part, and for a question's hidden ones
if these do not train."""


def one_of_each(kind: str) -> list[str]:
    """Return the first variant or mutant of each question of the first part without training."""
    folder = {"variant": REPOSITORY.variants, "mutant": REPOSITORY.mutants}[kind]
    return [
        f"{part}/{kind}s/{name}/{min((folder(part) / name).glob('*.py')).stem}"
        for (part, name), question in QUESTIONS.items()
        if part == FIRST and question.training is None
    ]


FEW = one_of_each("variant") + one_of_each("mutant")
"""What shows that the corpus is graded as the audit says; ``gangrade audit`` grades all of it."""
BUILT_ON = [
    name
    for name in FEW
    if tuple(name.split("/")[::2]) in NEEDED and ("/mutants/" in name or "/gan_losses/" in name)
]
"""All wrong ones, and one right one: what builds on these trains."""


def part_of(name: str) -> str:
    """Return the part of a case of the corpus."""
    return name.split("/")[0]


@pytest.fixture(scope="session")
def released(released_course: Path) -> dict[str, Autograder]:
    return {part: Autograder(Course(released_course).autograder_zip(part)) for part in PARTS}


@pytest.fixture(scope="session")
def corpus(released: dict[str, Autograder]) -> dict[str, Case]:
    return {
        f"{part}/{case.name}": case
        for part, autograder in released.items()
        for case in read_cases(REPOSITORY, part, [q.name for q in autograder.automatic])
    }


Find = Callable[..., Finding]


@pytest.fixture(scope="session")
def find(released: dict[str, Autograder], corpus: dict[str, Case], warm: WarmParent) -> Find:
    """A function that gives the finding on a case's own question, or on its dependents as well."""

    @functools.cache
    def graded(name: str, dependents: bool) -> Finding:
        case, autograder = corpus[name], released[part_of(name)]
        only = with_dependents(autograder.automatic, case)
        if not dependents:
            return check(case, autograder, warm, only and only[:1])
        # What builds on a wrong answer may be lost, so it need not be tried to the end.
        limits = SHORT if case.kind == "mutant" else Limits()
        return check(case, autograder, warm, only, limits)

    # A cache tells arguments by position from those by name, so there is one way to ask it.
    return lambda name, dependents=False: graded(name, dependents)


@pytest.mark.parametrize("name", FEW)
def test_corpus(find: Find, name: str) -> None:
    assert find(name).surprises == ()


@pytest.mark.parametrize(
    "name",
    [
        # Each trains, and the audit grades them all: one shows that it does.
        pytest.param(name, marks=pytest.mark.slow if name == BUILT_ON[-1] else pytest.mark.audit)
        for name in BUILT_ON
    ],
)
def test_what_builds_on_it(
    find: Find, released: dict[str, Autograder], corpus: dict[str, Case], name: str
) -> None:
    finding = find(name, dependents=True)
    assert finding.surprises == ()
    only = with_dependents(released[part_of(name)].automatic, corpus[name])
    assert only is not None
    assert {question.name for question in finding.result.questions} == {*only}
    assert len(only) > 1


def test_cases_use_what_gankit_has(corpus: dict[str, Case]) -> None:
    """Else a mutant fails for another reason than its own."""
    sources = {cell.source: name for name, case in corpus.items() for cell in case.submission.cells}
    used = {
        (name, node.attr)
        for source, name in sources.items()
        for node in ast.walk(ast.parse(TransformerManager().transform_cell(source)))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "gankit"
    }
    assert len(used) > 100
    assert sorted((name, word) for name, word in used if not hasattr(gankit, word)) == []


@pytest.mark.parametrize("part", PARTS)
def test_every_hidden_test_catches_a_mutant(
    released: dict[str, Autograder], corpus: dict[str, Case], part: str
) -> None:
    """As the record of the last audit says."""
    mutants = {
        case.name for n, case in corpus.items() if part_of(n) == part and case.kind == "mutant"
    }
    entries = Baseline(REPOSITORY.baseline(part)).entries
    if missing := mutants - entries.keys():
        pytest.skip(f"{len(missing)} mutants are not in the record: make audit")
    caught = {
        (question, title)
        for name in mutants
        for question, titles in entries[name].failed.items()
        for title in titles
    }
    hidden = {
        (question.name, str(case.body.test_func.__doc__))
        for question in released[part].automatic
        if question.tests is not None
        for case in question.tests.test_cases
        if case.hidden
    }
    assert hidden <= caught


@pytest.mark.parametrize("part", PARTS)
def test_the_record_holds_no_case_that_is_gone(corpus: dict[str, Case], part: str) -> None:
    attacks = [attack.name for attack in load(REPOSITORY.attacks) if attack.part == part]
    known = {case.name for name, case in corpus.items() if part_of(name) == part}
    assert Baseline(REPOSITORY.baseline(part)).entries.keys() <= {*known, *attacks}


def points_of(part: str) -> float:
    """Return the points that the master of a part gives for what a machine marks."""
    return sum(question.points for (its_part, _), question in QUESTIONS.items() if its_part == part)


@pytest.mark.slow
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
def test_three_gradings_are_equal(
    find: Find, released: dict[str, Autograder], corpus: dict[str, Case]
) -> None:
    def seen_in(result: Result) -> list[tuple[str, float, dict[str, Any]]]:
        return [(q.name, q.score, q.values) for q in result.questions]

    def grade_it(_: int) -> list[tuple[str, float, dict[str, Any]]]:
        with WarmParent() as fresh:  # nothing is reused
            return seen_in(grade(corpus[f"{FIRST}/solution"].submission, released[FIRST], fresh))

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        seen = [seen_in(find(f"{FIRST}/solution").result), *pool.map(grade_it, range(2))]
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
STUDENTS = int(os.environ.get("STUDENTS", "20"))
"""With 20, a mutant that one student in seven gets away with is missed here once in 20 times;
``make draws`` tries 1000, which bounds the share at 0.3 % (95 % confidence)."""


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
        with in_force(surroundings):
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
