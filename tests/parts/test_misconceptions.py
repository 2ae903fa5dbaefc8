"""Misconceptions: what is kept of mutants, and which of them a failing answer resembles."""

from __future__ import annotations

import ast
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from shutil import make_archive
from typing import Any

import pytest
from conftest import MakePart
from gangrade.candidate.parent import WarmParent
from gangrade.cli import app
from gangrade.corpus import audit
from gangrade.corpus.baseline import Baseline
from gangrade.corpus.cases import Case
from gangrade.grading.examiner import grade
from gangrade.intake.find import Source
from gangrade.intake.submission import Cell, Submission, read
from gangrade.part.course import Course
from gangrade.part.part import Autograder
from gangrade.reports import misconceptions
from gangrade.reports.misconceptions import Misconception, nearest
from gangrade.results.failure import Failure, Place, Why
from gangrade.results.result import QuestionResult, TestResult
from typer.testing import CliRunner


def failed(**messages: str) -> QuestionResult:
    """A failed question; a test without a message has passed."""
    tests = [
        TestResult(title, Failure(text) if text else None, False)
        for title, text in messages.items()
    ]
    return QuestionResult("area", 2, 0, tuple(tests))


def known(mutant: str, **messages: str) -> Misconception:
    return Misconception(mutant, f"About {mutant}.", messages, {})


HALF = known("half", area="The area is 0.5, not 1.")
TWICE = known("twice", area="The area is 2.0, not 1.")
NONE = known("none", area="The area is 0.5, not 1.", sign="It has no sign.")
TEXT = known("text", sign="It is a text.")
MUTANTS = [HALF, TWICE, NONE, TEXT]


# --- likeness ------------------------------------------------------------------------------------


@pytest.mark.parametrize("mutant", MUTANTS)
def test_a_mutant_resembles_itself(mutant: Misconception) -> None:
    found = nearest(failed(**mutant.failed, other=""), MUTANTS)
    assert found is not None
    assert (found.mutant, found.about, found.score) == (mutant.mutant, mutant.about, 1)


def test_numbers_decide_among_equal_words() -> None:
    for seen, mutant in [("0.48", "half"), ("2.1", "twice"), ("1.9", "twice")]:
        found = nearest(failed(area=f"The area is {seen}, not 1."), MUTANTS)
        assert found is not None
        assert found.mutant == mutant
        assert misconceptions.LEAST < found.score < 1


@pytest.mark.parametrize(
    "failure",
    [
        Failure("name 'x' is not defined", Why.RAISED, "area", type="NameError", place=Place(7, 2)),
        Failure("Wrong."),
        Failure("1 2 3"),
    ],
)
def test_other_words_resemble_nothing(failure: Failure) -> None:
    answer = failed(area="It failed.")
    answer = replace(answer, tests=(replace(answer.tests[0], failure=failure),))
    assert nearest(answer, MUTANTS) is None


def test_a_test_that_did_not_fail_as_well_counts() -> None:
    assert nearest(failed(sign="It has no sign."), MUTANTS) is None
    found = nearest(failed(sign="It has no sign.", area="The area is 0.5, not 1."), MUTANTS)
    assert found is not None
    assert found.mutant == "none"


def test_what_few_mutants_say_weighs_more() -> None:
    often = [known(f"m{number}", a="This is said often.", b=f"Only {n}.") for number, n in
             enumerate(["once", "twice", "thrice"])]  # fmt: skip
    scores = [
        misconceptions._scores(messages, often)[0]
        for messages in ({"a": "This is said often."}, {"b": "Only once."})
    ]
    assert scores[0] < scores[1] / 2


def test_where_an_exception_came_from_does_not_matter() -> None:

    def answer(folder: str, line: int) -> QuestionResult:
        text = f'in file "{folder}probes.py"'
        failure = Failure(text, Why.RAISED, "area", type="KeyError", place=Place(7, line))
        return QuestionResult("area", 2, 0, (TestResult("area", failure, False),))

    mutant = misconceptions.known("slip", "", answer("/course/", 3))
    assert list(mutant.failed.values()) == ['area raised KeyError: in file "probes.py"']
    found = nearest(answer("/home/me/", 12), [mutant])
    assert found is not None
    assert found.score == 1


@pytest.mark.parametrize("count", [2, 3, 4])
def test_mutants_that_are_as_near_are_all_named(count: int) -> None:
    same = [replace(HALF, mutant=f"m{n}", about=f"About {n}.") for n in range(count)]
    found = nearest(failed(**HALF.failed), [TWICE, *same])
    if count > misconceptions.MOST:
        assert found is None
    else:
        assert found is not None
        assert found.mutant == " or ".join(f"m{n}" for n in range(count))
        assert found.about == " Or: ".join(f"About {n}." for n in range(count))


def test_nothing_is_said_without_a_failure_of_its_own() -> None:
    answer = failed(**HALF.failed)
    passed = replace(answer, score=2, tests=(replace(answer.tests[0], failure=None),))
    built = replace(answer.tests[0], builds_on=("radius",))
    assert nearest(answer, MUTANTS) is not None
    assert nearest(answer, []) is None
    assert nearest(passed, MUTANTS) is None
    assert nearest(replace(answer, tests=()), MUTANTS) is None
    assert nearest(replace(answer, tests=(built,)), MUTANTS) is None


@pytest.mark.parametrize(
    "message",
    [
        "9" * 10**6,
        "1." * 10**5,
        "1e" * 10**5,
        ". " * 10**5,
        "1e999 nan -inf",
        "\ud800\0",
        "",
        "٣.٣",
    ],
)
def test_a_hostile_message_is_a_message(message: str) -> None:
    assert nearest(failed(area=message or " "), MUTANTS) is None


# --- what is kept --------------------------------------------------------------------------------


def test_files_are_merged_rounded_and_sorted(tmp_path: Path) -> None:
    (tmp_path / "mutants" / "area").mkdir(parents=True)
    for name in ("a", "b"):
        (tmp_path / "mutants" / "area" / f"{name}.py").touch()
    values = {"distance": 0.123456, "shape": [1, 2.00001], "worst": float("nan")}
    answer = replace(failed(x="Wrong."), tests=(TestResult("x", Failure("Wrong."), True, values),))

    def keep(*entries: Misconception) -> str:
        misconceptions.keep(tmp_path, tmp_path / "mutants", {"area": entries})
        return (tmp_path / "area.mutants.json").read_text(encoding="utf-8")

    gone, b = known("gone", x="1"), misconceptions.known("b", "About b.", answer)
    first = keep(b, gone, known("a", x="old"))
    assert json.loads(first)["b"] == {
        "about": "About b.",
        "failed": {"x": "Wrong."},
        "values": {"distance": 0.1235, "shape": [1, 2.0], "worst": "nan"},
    }
    second = keep(known("a", x="new"))
    assert list(json.loads(second)) == ["a", "b"]
    assert second == keep()
    assert first != second
    found = misconceptions.read(tmp_path, ["area", "other"])
    assert found == {"area": [known("a", x="new"), b], "other": []}
    keep(known("a"))  # it fails no more
    assert [entry.mutant for entry in misconceptions.read(tmp_path, ["area"])["area"]] == ["b"]


TESTS = '''
def test_double(double):
    """It doubles."""
    assert probes.call(double, [3]) == 6, "double(3) should be 6."

def test_hidden_again(double):
    """It doubles again."""
    assert probes.call(double, [4]) == 8, "double(4) should be 8."
'''
WRONG, ENDS = "def double(x):\n    return x + 3", "def double(x):\n    import os; os._exit(1)"


@pytest.mark.slow
def test_an_audit_keeps_what_mutants_are_told(
    make_part: MakePart, warm: WarmParent, tmp_path: Path
) -> None:
    course = Course(tmp_path / "course")
    (course.mutants("small") / "double").mkdir(parents=True)
    (course.mutants("small") / "double" / "plus.py").touch()
    part = make_part({"double": TESTS})
    autograder = Autograder(Path(make_archive(str(tmp_path / "small"), "zip", part.path)))
    submission = Submission("mutants/double/plus", (Cell(1, WRONG),))
    case = Case(submission.name, "mutant", "double", submission, "Adds.", "should be 8")
    variant = replace(case, name="variants/double/plus", kind="variant")
    rows = audit.audit_cases([case, variant], autograder, tmp_path / "out")
    assert rows[1].known is None
    for row in rows:
        audit.keep_known(course, "small", row)
    expected = Misconception("plus", "Adds.", {"It doubles again.": "double(4) should be 8."}, {})
    assert misconceptions.read(course.calibration("small"), ["double"]) == {"double": [expected]}

    [again] = grade(submission, autograder, warm).questions
    assert nearest(again, [expected]) is not None
    [ended] = grade(Submission("ends", (Cell(1, ENDS),)), autograder, warm).questions
    assert set(misconceptions.known("ends", "", ended).failed) == {"It doubles."}


@pytest.mark.slow
def test_the_option_keeps_them(released_course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    row = audit.AuditRow("mutants/adam/uphill", "lost", {"adam": 0}, known=HALF)
    kept: list[audit.AuditRow] = []

    def graded(
        *_: Any, progress: Callable[[audit.AuditRow], None], **_options: Any
    ) -> list[audit.AuditRow]:
        progress(row)
        return [row]

    monkeypatch.chdir(released_course)
    monkeypatch.setattr(audit, "audit_cases", graded)
    monkeypatch.setattr(Baseline, "keep", lambda *_: None)
    monkeypatch.setattr(audit, "keep_known", lambda _course, _part, row: kept.append(row))
    arguments = ["audit", "function_gan", "--only", "adam/uphill"]
    assert CliRunner().invoke(app, arguments).exit_code == 0
    assert not kept
    assert CliRunner().invoke(app, [*arguments, "--misconceptions"]).exit_code == 0
    assert kept == [row]


# --- this course ---------------------------------------------------------------------------------

IMPORTS = "import keras, numpy as np\nfrom keras import layers, ops"
SAME = {
    "data_relation": (
        "wrong_range",
        """
def sample_real(n, curve, rng):
    x1 = (2 * rng.random(n) - 1).astype("float32")
    return np.stack([x1, curve(x1)], axis=1)""",
    ),
    "he_init": (
        "glorot",
        """
def he_uniform(shape, rng):
    a = (6 / (shape[0] + shape[1])) ** 0.5
    return (a * (2 * rng.random(shape) - 1)).astype("float32")""",
    ),
    "adam": (
        "no_bias_correction",
        """
def adam_step(params, grads, state, lr=1e-3, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    new, kept = [], []
    for p, g, (m, v) in zip(params, grads, state or [(0, 0)] * len(params)):
        m, v = beta_1 * m + (1 - beta_1) * g, beta_2 * v + (1 - beta_2) * g * g
        new.append(p - lr * m / (v**0.5 + epsilon))
        kept.append((m, v))
    return new, kept""",
    ),
    "networks": (
        "two_classes",
        """
def make_generator(latent_dim=5, n_outputs=2):
    hidden = layers.Dense(30, activation="relu", kernel_initializer="he_normal")
    return keras.Sequential([keras.Input((latent_dim,)), hidden, layers.Dense(n_outputs)])


def make_discriminator(n_inputs=2):
    x = keras.Input((n_inputs,))
    hidden = layers.Dense(16, activation="relu", kernel_initializer="he_uniform")(x)
    return keras.Model(x, layers.Dense(2)(hidden))""",
    ),
    "gan_losses": (
        "halved",
        """
def cross_entropy(label, logits):
    loss = keras.losses.BinaryCrossentropy(from_logits=True)
    return loss(label * ops.ones_like(logits), logits)


def discriminator_loss(real_logits, fake_logits):
    return 0.5 * (cross_entropy(1.0, real_logits) + cross_entropy(0.0, fake_logits))


def generator_loss(fake_logits):
    return cross_entropy(1.0, fake_logits)""",
    ),
}
"""A mutant, and an answer with its misconception in another style."""
OTHER = {
    "data_relation": """
def sample_real(n, curve, rng):
    x1 = rng.uniform(-0.5, 0.5, n)
    return np.column_stack([x, curve(x1)]).astype("float32")""",
    "he_init": """
def he_uniform(shape, rng):
    return rng.uniform(-1, 1, shape).astype("float32")""",
    "adam": """
def adam_step(params, grads, state, lr=1e-3, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    return [p - lr * np.sign(g) for p, g in zip(params, grads)]""",
    "networks": """
def make_generator(latent_dim=5, n_outputs=2):
    model = keras.Sequential([keras.Input((latent_dim,)), layers.Dense(n_outputs)])


def make_discriminator(n_inputs=2):
    model = keras.Sequential([keras.Input((n_inputs,)), layers.Dense(1)])""",
    "gan_losses": """
def discriminator_loss(real_logits, fake_logits):
    return ops.mean(ops.abs(real_logits)) + ops.mean(ops.abs(fake_logits))


def generator_loss(fake_logits):
    return ops.mean(ops.softplus(-logits))""",
}
"""Wrong answers that have none of the misconceptions."""


@pytest.mark.parametrize("same", [True, False])
def test_answers_by_other_hands(same: bool, released_course: Path, warm: WarmParent) -> None:
    autograder = Autograder(Course(released_course).autograder_zip("function_gan"))
    known = misconceptions.read(autograder.calibration, autograder.names)
    sources = [source for _, source in SAME.values()] if same else list(OTHER.values())
    cells = [Cell(number, source) for number, source in enumerate([IMPORTS, *sources], 1)]
    result = grade(Submission("answers", tuple(cells)), autograder, warm, only=[*SAME])
    found = {q.name: nearest(q, known[q.name]) for q in result.questions}
    for name, (mutant, _) in SAME.items():
        likeness = found[name]
        assert (likeness is not None) is same, name
        assert likeness is None or mutant in likeness.mutant.split(" or ")


@pytest.mark.parametrize(
    "part", ["function_gan", pytest.param("image_gan", marks=pytest.mark.slow)]
)
def test_the_unsolved_notebook_resembles_nothing(
    part: str, released_course: Path, warm: WarmParent
) -> None:
    course = Course(released_course)
    autograder = Autograder(course.autograder_zip(part))
    known = misconceptions.read(autograder.calibration, autograder.names)
    blank = read(Source("blank", course.student_notebook(part)), part, autograder.names)
    for question in grade(blank, autograder, warm).questions:
        assert question.score == 0
        alone = replace(question, tests=tuple(replace(t, builds_on=()) for t in question.tests))
        assert nearest(question, known[question.name]) is None
        assert nearest(alone, known[question.name]) is None


@pytest.mark.parametrize("part", ["function_gan", "image_gan"])
def test_the_zip_holds_what_is_kept(part: str, released_course: Path) -> None:
    """And it is that of mutants that are there."""
    course = Course(released_course)
    path = course.autograder_zip(part)
    autograder = Autograder(path)
    found = misconceptions.read(autograder.calibration, autograder.names)
    assert found == misconceptions.read(course.calibration(part), autograder.names)
    for question in autograder.automatic:
        assert found[question.name]
        titles = {str(case.body.test_func.__doc__) for case in question.tests.test_cases}
        for mutant in found[question.name]:
            source = (course.mutants(part) / question.name / f"{mutant.mutant}.py").read_text(
                "utf-8"
            )
            about = ast.get_docstring(ast.parse(source)) or ""
            assert about.splitlines()[0] == mutant.about
            assert mutant.failed.keys() <= {title.splitlines()[0] for title in titles}
            again = nearest(failed(**mutant.failed), found[question.name])
            assert again is None or (again.score == 1 and mutant.mutant in again.mutant.split())
    with zipfile.ZipFile(course.student_zip(part)) as archive:
        assert not [name for name in archive.namelist() if "mutants" in name]
