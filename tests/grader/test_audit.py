"""An audit: what it expects of each kind of case, and what it keeps when it is interrupted."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from shutil import make_archive

import pytest
from conftest import MakePart
from gangrade.candidate.parent import WarmParent
from gangrade.corpus import audit
from gangrade.corpus.cases import Case
from gangrade.intake.submission import Cell, Submission
from gangrade.part.part import Autograder

TESTS = '''
def test_hidden_double(double):
    """It doubles."""
    assert probes.call(double, [3]) == 6, "double(3) should be 6."
'''
JUDGED = '''
from gangrade.results.failure import Failure, Why
from gangrade.results.problems import Failed

def test_hidden_double(double):
    """It doubles."""
    if probes.call(double, [-3]) != -6:
        raise Failed(Failure("Too weak.", Why.JUDGED))
'''
RIGHT, WRONG = "def double(x):\n    return 2 * x", "def double(x):\n    return x ** 2"


@pytest.fixture
def autograder(make_part: MakePart) -> Autograder:
    return make_part({"double": TESTS})


def case(kind: str, source: str, message: str | None = None) -> Case:
    name = f"{kind}s/double/{'right' if source == RIGHT else 'wrong'}"
    return Case(name, kind, "double", Submission(name, (Cell(1, source),)), "", message)


@pytest.mark.parametrize(
    ("kind", "source", "message", "surprise"),
    [
        ("variant", RIGHT, None, None),
        ("variant", WRONG, None, "lost its points: double(3) should be 6"),
        ("mutant", WRONG, "should be 6", None),
        ("mutant", WRONG, "should be 7", "does not say “should be 7”, but: double(3) should be 6"),
        ("mutant", RIGHT, "should be 6", "got 2 points"),
        ("blank", "x = 1", None, None),
        ("blank", RIGHT, None, "got 2 points"),
    ],
)
def test_expectations(
    autograder: Autograder,
    warm: WarmParent,
    kind: str,
    source: str,
    message: str | None,
    surprise: str | None,
) -> None:
    found = audit.check(case(kind, source, message), autograder, warm).surprises
    assert len(found) == (surprise is not None)
    assert surprise is None or surprise in found[0]


def test_a_dependent_that_fails_says_what_it_builds_on(
    make_part: MakePart, warm: WarmParent
) -> None:
    autograder = make_part({"double": TESTS, "again": TESTS}, {"again": {"needs": ["double"]}})
    mutant = case("mutant", WRONG, "should be 6")
    assert audit.with_dependents(autograder.automatic, mutant) == ["double", "again"]
    assert audit.check(mutant, autograder, warm).surprises == ()
    [found] = audit.check(mutant, autograder, warm, ["again"]).surprises
    assert "does not say what it builds on" in found


def test_a_case_may_replace_functions_of_other_questions(make_part: MakePart) -> None:
    tests = {
        name: TESTS.replace("double", function)
        for name, function in [
            ("first", "one"),
            ("second", "two"),
            ("third", "three"),
            ("own", "double"),
            ("last", "four"),
        ]
    }
    needs = {"third": {"needs": ["second"]}, "last": {"needs": ["third"]}}
    questions = make_part(tests, needs).automatic
    variant = replace(case("variant", RIGHT), question="own", defines=frozenset({"two", "double"}))
    assert audit.with_dependents(questions, variant) == ["own", "second", "third", "last"]
    assert audit.with_dependents(questions, replace(variant, question=None)) is None


@pytest.mark.parametrize("judged", [True, False])
def test_a_variant_may_lose_only_what_a_training_shows(
    make_part: MakePart, warm: WarmParent, judged: bool
) -> None:
    weak = RIGHT.replace("2 * x", "2 * x if x > 0 else 0")
    again = JUDGED if judged else TESTS.replace("[3]) == 6", "[-3]) == -6")
    autograder = make_part({"double": TESTS, "again": again}, {"again": {"needs": ["double"]}})
    variant = replace(case("variant", weak), may_lose=frozenset({"again"}))
    found = audit.check(variant, autograder, warm).surprises
    assert judged == (not found)
    assert judged or "again lost its points, not only by weakness" in found[0]
    [lost] = audit.check(replace(variant, may_lose=frozenset()), autograder, warm).surprises
    assert "again lost its points: " in lost


@pytest.mark.slow
def test_rows_are_kept_and_surprises_get_a_page(autograder: Autograder, tmp_path: Path) -> None:
    autograder = Autograder(Path(make_archive(str(tmp_path / "small"), "zip", autograder.path)))
    cases = [case("mutant", WRONG, "should be 6"), case("variant", WRONG)]
    graded: list[str] = []
    rows = audit.audit(cases, autograder, tmp_path, progress=lambda row: graded.append(row.case))
    assert [row.case for row in rows] == [case.name for case in cases]
    assert rows[0].caught_by == ("It doubles.",)
    assert rows[0].page == ""
    assert "double(3) should be 6." in Path(rows[1].page).read_text(encoding="utf-8")
    assert sorted(graded) == sorted(case.name for case in cases)

    graded.clear()
    again = audit.audit(
        cases, autograder, tmp_path, resume=True, progress=lambda row: graded.append(row.case)
    )
    assert graded == ["variants/double/wrong"]  # a surprise is looked at again
    assert again[0] == rows[0]
    assert audit.table(again).row_count == 2
