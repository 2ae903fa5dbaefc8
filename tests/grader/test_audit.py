"""An audit: what it expects of each kind of case, and what it keeps when it is interrupted."""

from __future__ import annotations

import contextlib
import random
import shutil
import time
from dataclasses import replace
from pathlib import Path
from shutil import ignore_patterns, make_archive

import pytest
from conftest import MakePart
from gangrade.candidate.parent import WarmParent
from gangrade.cli import app
from gangrade.cli import audit as audit_command
from gangrade.corpus import audit, baseline
from gangrade.corpus.baseline import Baseline, Entry
from gangrade.corpus.cases import Case
from gangrade.corpus.own import Changes
from gangrade.intake.submission import Cell, Submission
from gangrade.part.course import Course
from gangrade.part.part import Autograder
from typer.testing import CliRunner

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


@pytest.fixture
def packed(autograder: Autograder, tmp_path: Path) -> Autograder:
    return Autograder(Path(make_archive(str(tmp_path / "small"), "zip", autograder.path)))


@pytest.fixture
def one_warm(warm: WarmParent, monkeypatch: pytest.MonkeyPatch) -> None:
    """Audits use the warm parent of all tests."""
    monkeypatch.setattr(audit, "WarmParent", lambda: contextlib.nullcontext(warm))


@pytest.mark.usefixtures("one_warm")
def test_rows_are_kept_and_surprises_get_a_page(packed: Autograder, tmp_path: Path) -> None:
    cases = [case("mutant", WRONG, "should be 6"), case("variant", WRONG)]
    keys = {one.name: audit.key_of(one, packed) for one in cases}
    record, graded = Baseline(tmp_path / "audit.jsonl"), list[str]()

    def progress(row: audit.AuditRow) -> None:
        graded.append(row.case)
        record.keep(row.case, row.entry)

    rows = audit.audit_cases(cases, packed, tmp_path, progress=progress)
    assert [row.case for row in rows] == [case.name for case in cases]
    assert rows[0].caught_by == ("It doubles.",)
    assert rows[0].page == ""
    assert "double(3) should be 6." in Path(rows[1].page).read_text(encoding="utf-8")
    assert sorted(graded) == sorted(case.name for case in cases)

    again = Baseline(tmp_path / "audit.jsonl")
    assert again.changed(keys) == {"variants/double/wrong"}  # a surprise is looked at again
    entry = again.entries["mutants/double/wrong"]
    assert entry == rows[0].entry
    assert (entry.marks, entry.failed) == ({"double": 0}, {"double": ["It doubles."]})
    shown = audit.recorded_row(cases[0], entry)
    assert (shown.caught_by, shown.marks) == (rows[0].caught_by, rows[0].marks)
    assert audit.table([shown, *rows]).row_count == 3

    again.keep("mutants/double/wrong", None)  # it has become a surprise
    assert not Baseline(tmp_path / "audit.jsonl").entries


@pytest.mark.usefixtures("one_warm")
def test_a_difference_from_the_record_is_a_surprise(packed: Autograder, tmp_path: Path) -> None:
    one = case("mutant", WRONG, "should be 6")
    [row] = audit.audit_cases([one], packed, tmp_path)
    assert row.entry is not None
    same, other = (
        audit.audit_cases([one], packed, tmp_path, recorded={one.name: entry})[0]
        for entry in (row.entry, replace(row.entry, failed={"double": ["It triples."]}))
    )
    assert same.surprises == ()
    [surprise] = other.surprises
    assert "double got 0 points and failed ['It doubles.']; the record says 0" in surprise
    assert other.entry is None


@pytest.mark.usefixtures("one_warm")
def test_no_case_begins_that_would_last_too_long(packed: Autograder, tmp_path: Path) -> None:
    one = case("mutant", WRONG, "should be 6")
    assert audit.cost(one, packed) > 0
    soon = time.monotonic() + audit.cost(one, packed) / 2
    assert audit.audit_cases([one], packed, tmp_path, deadline=soon) == []


def test_of_trained_questions_only_marks_are_compared() -> None:
    one = Entry("x", "key", {"trained": 0, "exact": 2}, {"trained": ["It learns."]})
    other = replace(one, failed={"trained": ["It learns another."]})
    assert one.differences(other, ["trained"]) == []
    assert len(one.differences(other)) == 1
    assert len(one.differences(replace(one, marks={"trained": 5, "exact": 2}), ["trained"])) == 1
    assert len(one.differences(replace(one, marks={"trained": 0}), ["trained"])) == 1


@pytest.mark.parametrize(
    ("now", "differs"),
    [
        (["It doubles."], False),
        (["It doubles.", "It doubles a batch."], False),
        (["It doubles a batch."], True),
        ([], True),
    ],
)
def test_another_reason_is_that_no_test_fails_which_failed_before(
    now: list[str], differs: bool
) -> None:
    one = Entry("x", "key", {"exact": 0}, {"exact": ["It doubles.", "It rounds."]})
    assert bool(one.differences(replace(one, failed={"exact": now} if now else {}))) == differs
    never = replace(one, failed={})
    assert bool(never.differences(replace(one, failed={"exact": now} if now else {}))) == bool(now)


@pytest.mark.usefixtures("one_warm")
@pytest.mark.parametrize(("trained", "unchanged"), [(True, False), (False, True), (False, False)])
def test_what_may_be_chance_is_tried_once_more_with_other_draws(
    make_part: MakePart, tmp_path: Path, trained: bool, unchanged: bool
) -> None:
    training = {"method": "gan", "subject": "curve", "function": "double", "steps": 600}
    tests = TESTS.replace(
        "    assert", '    assert draws.current().student, "Not for this one."\n    assert'
    )
    part = make_part({"double": tests}, {"double": {"training": training if trained else None}})
    one = case("variant", RIGHT)
    key = audit.key_of(one, part) if unchanged else ""
    entry = Entry(one.name, key, {"double": 2}, {})
    [row] = audit.audit_cases([one], part, tmp_path / "out", recorded={entry.case: entry})
    assert not row.surprises
    # An audit that renews the record takes nothing for chance.
    [row] = audit.audit_cases([one], part, tmp_path / "out")
    assert row.surprises


# --- what decides marks --------------------------------------------------------------------------


def test_a_hash_depends_on_what_decides_marks_and_on_nothing_else(make_part: MakePart) -> None:
    tests = {"double": TESTS, "again": TESTS, "other": TESTS}
    settings = {"again": {"needs": ["double"]}}
    part = make_part(tests, settings, calibration={"again": {"threshold": 1}})
    root = part.path

    def keys() -> list[str]:
        read, submission = Autograder(root), Submission("x", (Cell(1, RIGHT),))
        return [baseline.key(read, [q], submission, expected=[]) for q in read.automatic]

    def change(name: str, text: str) -> list[bool]:
        before, path = keys(), root / name
        old = path.read_text(encoding="utf-8")
        path.write_text(text, encoding="utf-8")
        changed = [one != other for one, other in zip(before, keys(), strict=True)]
        path.write_text(old, encoding="utf-8")
        return changed

    source = (root / "tests/double.py").read_text(encoding="utf-8")
    assert change("secret.txt", "other") == [False, False, False]
    assert change("tests/double.py", source + "x = 1\n") == [True, True, False]
    assert change("tests/other.py", source + "x = 1\n") == [False, False, True]
    assert change("calibration/again.json", "{}") == [False, True, False]


def test_a_hash_depends_on_the_code_that_a_question_leads_to(autograder: Autograder) -> None:
    def key(*cells: str, expected: str = "") -> str:
        numbered = tuple(Cell(number, source) for number, source in enumerate(cells, 1))
        submission = Submission("x", numbered)
        return baseline.key(autograder, autograder.automatic, submission, expected=[expected])

    helper = "def double(x):\n    return scaled(x)"
    one = key(helper, "def scaled(x):\n    return 2 * x")
    assert one != key(helper, "def scaled(x):\n    return 3 * x")
    assert one == key(helper, "def scaled(x):\n    return 2 * x", "def unrelated():\n    pass")
    assert one != key(helper, "def scaled(x):\n    return 2 * x", "print(3)")
    assert one != key(helper, "def scaled(x):\n    return 2 * x", "%magic")
    assert one != key(helper, "def scaled(x):\n    return 2 * x", expected="should be 6")
    decorated = "@{}\ndef double(x):\n    return x"
    assert key(decorated.format("one")) != key(decorated.format("two"))


def test_a_hash_depends_on_the_probes_that_tests_call(
    autograder: Autograder, monkeypatch: pytest.MonkeyPatch
) -> None:
    submission = Submission("x", (Cell(1, RIGHT),))
    before = baseline.key(autograder, autograder.automatic, submission, expected=[])
    pieces = baseline._library()

    def changed(name: str) -> bool:
        assert any(name in piece.defines for piece in pieces), name
        other = tuple(
            replace(piece, source=piece.source + "\n") if name in piece.defines else piece
            for piece in pieces
        )
        monkeypatch.setattr(baseline, "_library", lambda: other)
        return baseline.key(autograder, autograder.automatic, submission, expected=[]) != before

    assert changed("call")
    assert changed("Network")
    assert not changed("plot_ring")


# --- the command ---------------------------------------------------------------------------------

CASE = "mutants/he_init/fan_out"


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["audit", "function_gan", "--only", CASE, *arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, " ".join(result.output.split())


@pytest.mark.slow  # it reads the corpus six times
@pytest.mark.usefixtures("one_warm")
def test_the_command_keeps_a_record_and_checks_it(
    released_course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, out = tmp_path / "audit.jsonl", str(tmp_path / "out")
    monkeypatch.chdir(released_course)
    monkeypatch.setattr(Course, "baseline", lambda *_: path)
    code, said = run("--check", "--minutes", "0", "--seed", "7", "--out", out)
    assert (code, "--seed 7 " in said, "1 cases were not graded" in said) == (0, True, True)
    left = (tmp_path / "out" / "not-graded.txt").read_text(encoding="utf-8")
    assert left == f"function_gan/{CASE}\n"
    assert not path.exists()

    code, said = run("--out", out)
    assert (code, "mutants/he_init/fan" in said) == (0, True)
    kept = path.read_text(encoding="utf-8")
    [entry] = Baseline(path).entries.values()
    assert (entry.case, entry.marks["he_init"], [*entry.marks]) == (CASE, 0, ["he_init"])

    code, said = run("--check", "--out", out)
    assert (code, "0 cases were not graded" in said) == (0, True)
    path.write_text(kept.replace('"he_init": 0', '"he_init": 4'), encoding="utf-8")
    code, said = run("--check", "--out", out)
    assert (code, "the record says 4" in said) == (1, True)

    path.write_text(kept, encoding="utf-8")
    monkeypatch.setattr(audit, "check", None)  # nothing is graded
    code, said = run("--resume", "--out", out)
    assert (code, "1 cases, 0 with surprises" in said) == (0, True)
    assert path.read_text(encoding="utf-8") == kept


@pytest.mark.usefixtures("one_warm")
def test_a_part_is_audited_without_the_zips_of_others(
    released_course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("assignment", "solutions", "student"):
        (tmp_path / name).symlink_to(released_course / name)
    shutil.copytree(
        released_course / "autograder", tmp_path / "autograder", ignore=ignore_patterns("dist")
    )
    course, zipped = Course(tmp_path), Course(released_course).autograder_zip("function_gan")
    course.autograder_zip("function_gan").parent.mkdir()
    shutil.copy(zipped, course.autograder_zip("function_gan"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(Course, "baseline", lambda *_: tmp_path / "audit.jsonl")
    arguments = ["--only", CASE, "--own", "--jobs", "1", "--out", str(tmp_path / "out")]
    done = CliRunner().invoke(app, ["audit", "function_gan", *arguments])
    assert done.exit_code == 0 and "1 cases, 0 with surprises" in done.output, done.output


def test_another_twentieth_each_time_and_the_same_with_its_seed() -> None:
    names = {f"case {number}" for number in range(41)}
    seen = [
        audit_command._sample(names, set(), draw=random.Random(seed)) for seed in ("1", "1", "2")
    ]
    assert seen[0] == seen[1] != seen[2]
    assert all(len(chosen) == 3 and {*chosen} <= names for chosen in seen)


def test_a_sample_goes_on_with_what_other_machinery_graded() -> None:
    names, outdated = {f"case {number}" for number in range(41)}, {"case 1", "case 2", "case 3"}
    chosen = audit_command._sample(names, outdated, draw=random.Random(1))
    assert {*chosen[3:]} == outdated - {*chosen[:3]}
    assert len(chosen) == len({*chosen})


def test_what_other_machinery_graded_has_not_changed(
    packed: Autograder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = case("mutant", WRONG, "should be 6")
    keys = {one.name: audit.key_of(one, packed)}
    record = Baseline(tmp_path / "audit.jsonl")
    record.keep(one.name, Entry(one.name, keys[one.name], {}, {}, baseline.machinery()))
    assert not record.changed(keys) and not record.outdated(keys)
    monkeypatch.setattr(baseline, "machinery", lambda: "another")
    assert not record.changed(keys) and record.outdated(keys) == {one.name}
    assert record.changed({one.name: "another"}) == {one.name}
    assert not record.outdated({one.name: "another"})


@pytest.mark.parametrize(
    ("changes", "cases"),
    [
        (Changes(), {}),
        (
            Changes(asked=frozenset({"first"})),
            {"solution": ["first"], "blank": ["first"], "good": ["first"], "bad": ["first"]},
        ),
        (Changes(cases=frozenset({"bad"})), {"bad": ["first"]}),
        (
            Changes(tests=frozenset({"second"})),
            {"solution": ["second"], "blank": ["second"], "good": ["second"], "last": ["second"]},
        ),
        (
            Changes(code=frozenset({"first"})),
            {
                "solution": ["first", "second"],
                "blank": ["first", "second"],
                "good": ["first"],
                "bad": ["first"],
                "last": ["second"],
            },
        ),
    ],
)
def test_a_check_grades_what_changes_reach(
    make_part: MakePart, changes: Changes, cases: dict[str, list[str]]
) -> None:
    tests = {name: TESTS.replace("double", name) for name in ("first", "second")}
    questions = make_part(tests, {"second": {"needs": ["first"]}}).automatic
    whole = replace(case("solution", RIGHT), name="solution", question=None)
    every = [
        whole,
        replace(whole, name="blank", kind="blank"),
        replace(case("variant", RIGHT), name="good", question="first"),
        replace(case("mutant", WRONG), name="bad", question="first"),
        replace(case("variant", RIGHT), name="last", question="second"),
    ]
    found = audit.reached(every, changes, questions)
    assert {one.name: [*(one.asked or ())] for one in found} == cases
    assert all(audit.with_dependents(questions, one) == cases[one.name] for one in found)
    assert audit.reached(every, Changes(everything=True), questions) == every
