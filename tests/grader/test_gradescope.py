"""results.json: what Gradescope is told, and what students see of it at once."""

from __future__ import annotations

import base64
import io
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import numpy as np
import pandas as pd
import pytest
from conftest import MakePart
from gangrade.candidate.parent import WarmParent
from gangrade.errors import InputError
from gangrade.grading.examiner import grade
from gangrade.intake.submission import Cell, Submission
from gangrade.part.course import Course
from gangrade.reports import gradescope
from gangrade.reports.gradescope_settings import UNKNOWN, VISIBILITIES, Handed, Settings
from gangrade.results.failure import Failure, Why
from gangrade.results.lateness import Amount, Policy
from gangrade.results.result import Evidence, QuestionResult, Result, TestResult
from gangrade.subjects import SUBJECTS
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from make_results import (
    EVIL,
    REFUSED,
    SPECIFICATION,
    Page,
    evidence,
    graded,
    question,
    read_results,
)
from PIL import Image

REPOSITORY = Course.find(Path(__file__).parent)
HTML, TEXT = Settings(), Settings(output="text")
LATER = [name for name in VISIBILITIES if name != "visible"]

Results = Callable[..., Any]


@pytest.fixture
def results(tmp_path: Path) -> Results:
    """A function that writes a result and reads it again."""

    def write(result: Result, chosen: Settings = HTML, handed: Handed = UNKNOWN) -> Any:
        gradescope.write(result, tmp_path / "results.json", chosen, handed)
        return read_results(tmp_path / "results.json")

    return write


# --- the specification -----------------------------------------------------------------------

FULL: dict[str, Any] = {
    "score": 44.0,
    "execution_time": 136,
    "output": "Text",
    "output_format": "simple_format",
    "test_output_format": "md",
    "test_name_format": "ansi",
    "visibility": "after_due_date",
    "stdout_visibility": "visible",
    "extra_data": {"any": [1]},
    "tests": [
        {
            "score": 2.0,
            "max_score": 2.0,
            "status": "passed",
            "name": "A name",
            "name_format": "text",
            "number": "1.1",
            "output": "Text",
            "output_format": "html",
            "tags": ["tag"],
            "visibility": "after_published",
            "extra_data": {},
        },
        {"score": 0},
    ],
    "leaderboard": [
        {"name": "Accuracy", "value": 0.926},
        {"name": "Time", "value": 15.1, "order": "asc"},
        {"name": "Stars", "value": "*****", "order": "desc"},
    ],
}


def test_the_schema_takes_all_that_the_specification_names() -> None:
    for right in (FULL, {"score": 0}, {"tests": [{"score": 1}]}):
        jsonschema.validate(right, SPECIFICATION)


@pytest.mark.parametrize(
    "wrong",
    [
        {"output": "no score"},
        {"tests": [{"score": 1}, {"name": "no score"}]},
        {"score": "1"},
        {"score": True},
        {"score": 1, "visible": "hidden"},
        {"score": 1, "output": ["text"]},
        {"score": 1, "output_format": "markdown"},
        {"score": 1, "visibility": "after"},
        {"score": 1, "stdout_visibility": False},
        {"score": 1, "tests": {}},
        {"score": 1, "tests": [{"status": "pass"}]},
        {"score": 1, "tests": [{"number": 1.1}]},
        {"score": 1, "tests": [{"tags": "tag"}]},
        {"score": 1, "tests": [{"values": {}}]},
        {"score": 1, "leaderboard": [{"name": "A"}]},
        {"score": 1, "leaderboard": [{"name": "A", "value": None}]},
        {"score": 1, "leaderboard": [{"name": "A", "value": 1, "order": "up"}]},
    ],
    ids=json.dumps,
)
def test_the_schema_refuses_what_is_wrong(wrong: Any) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(wrong, SPECIFICATION)


# --- scores and words ------------------------------------------------------------------------


@pytest.mark.parametrize("possible", [3, 4, 8, 2.5, 0.01])
@pytest.mark.parametrize("tests", [1, 3, 6, 7])
@pytest.mark.parametrize("hidden_tests", ["visible", "hidden"])
def test_the_scores_of_the_tests_add_up(
    possible: float, tests: int, hidden_tests: str, results: Results
) -> None:
    won, lost = question("won", possible, *[True] * tests), question("lost", possible, True, False)
    public = replace(won.tests[0], hidden=False)
    result = graded(replace(won, tests=(public, *won.tests[1:])), lost)
    content = results(result, replace(HTML, hidden_tests=hidden_tests))
    scores = [Decimal(str(test["score"])) for test in content["tests"] if "score" in test]
    assert sum(scores) == Decimal(str(content["score"])) == Decimal(str(result.score))
    highest = [Decimal(str(test["max_score"])) for test in content["tests"] if "max_score" in test]
    assert sum(highest) == Decimal(str(result.possible))
    of_won = scores[:-2]
    assert len(of_won) == (tests if hidden_tests == "visible" or tests == 1 else tests - 1)
    assert max(of_won) - min(of_won) <= Decimal("0.01")


def test_otter_can_read_it_as_its_own(results: Results) -> None:
    result = graded(
        question("won", 2.5, True, True, True), question("lost", 4, True, False), question("no", 3)
    )
    content = results(result)
    # These lines are from otter.run.run_autograder.main.
    df = pd.DataFrame(content["tests"])
    total, possible = df["score"].sum(), df["max_score"].sum()
    assert (total, possible) == (content["score"], result.possible) == (2.5, 9.5)
    df = df.drop(columns=["output", "visibility", "status"])
    assert list(df["name"])[:3] == ["won: Test 1", "won: Test 2", "won: Test 3"]


def test_a_lost_question_keeps_the_status_of_its_tests(results: Results) -> None:
    tests = results(graded(question("he_init", 4, True, False)), TEXT)["tests"]
    assert tests == [
        {
            "name": "he_init: Test 1",
            "number": "1.1",
            "score": 0,
            "max_score": 2,
            "status": "passed",
            "output": "This test passed, but the question needs all of its tests.",
            "output_format": "text",
            "visibility": "visible",
        },
        {
            "name": "he_init: Test 2",
            "number": "1.2",
            "score": 0,
            "max_score": 2,
            "status": "failed",
            "output": "Why 2",
            "output_format": "text",
            "visibility": "visible",
        },
    ]


@pytest.mark.parametrize("hidden_tests", VISIBILITIES)
@pytest.mark.parametrize(
    ("why", "name", "output"),
    [
        (
            Why.INSTRUMENT,
            "The grader itself failed: an instructor must look at this submission",
            "It is no fault of yours: in adam, the grader itself was at fault: the code runs "
            "without its instruments.",
        ),
        (
            Why.REPLACED,
            "Not judged: an instructor must look at this submission",
            "In adam, the notebook replaces something of Python's or of a library's that the "
            "grader needs.",
        ),
    ],
)
def test_who_must_look_and_why_stands_above_all_tests(
    why: Why, name: str, output: str, hidden_tests: str, results: Results
) -> None:
    lost = question("adam", 4, False)
    lost = replace(lost, tests=(replace(lost.tests[0], failure=Failure("", why, "Adam")),))
    content = results(graded(lost), replace(TEXT, hidden_tests=hidden_tests))
    first = content["tests"][0]
    assert (first["name"], first["output"]) == (name, output)
    assert first["visibility"] == hidden_tests
    assert "in adam, the " in content["extra_data"][gradescope.FAULT]


@pytest.mark.parametrize("hidden_tests", VISIBILITIES)
def test_a_question_whose_tests_did_not_run_scores_0(hidden_tests: str, results: Results) -> None:
    result = graded(question("gan_step", 6))
    (test,) = results(result, replace(HTML, hidden_tests=hidden_tests))["tests"]
    assert (test["name"], test["score"], test["max_score"]) == ("gan_step: no test ran", 0, 6)
    assert (test["status"], test["visibility"]) == ("failed", "visible")
    assert Page(test["output"]).text == "None of the tests of this question ran, so it scores 0."


def test_what_was_measured_is_kept_as_json(results: Results) -> None:
    values = {
        "distance": np.float32(0.5),
        "seeds": (1, np.int64(2)),
        "worst": float("inf"),
        "weights": np.array([0.5, np.nan]),
        "note": EVIL,
        "none": None,
    }
    result = graded(
        question("cubic_gan", 8, True, values=values, seconds=3.5),
        warnings=("Cell 3 stopped.",),
        manual=("adam_written",),
        seconds={"start": 1.25, "tests": 2.5},
        peak_memory=812.0,
    )
    content = results(result, TEXT)
    assert content["execution_time"] == 3.75
    assert content["visibility"] == "visible"
    assert content["stdout_visibility"] == "hidden"
    assert content["output"].splitlines() == [
        "8 of 8 points.",
        "Marked by a person: adam_written.",
        "Cell 3 stopped.",
    ]
    assert content["extra_data"] == {
        "values": {
            "cubic_gan": {
                "distance": 0.5,
                "seeds": [1, 2],
                "worst": "inf",
                "weights": [0.5, "nan"],
                "note": EVIL.replace("\ud800", "?"),
                "none": None,
            }
        },
        "seconds": {"start": 1.25, "tests": 2.5},
        "question_seconds": {"cubic_gan": 3.5},
        "peak_memory_mb": 812.0,
        "late_seconds": 0,
        "late_penalty": 0.0,
    }
    assert not [test for test in content["tests"] if "adam_written" in test["name"]]


@pytest.mark.parametrize("chosen", [HTML, TEXT], ids=["html", "text"])
def test_an_ungraded_submission_scores_0_with_its_reason(
    chosen: Settings, results: Results
) -> None:
    refused = replace(REFUSED, questions=(QuestionResult("adam", 4, 4, ()),))
    content = results(refused, chosen)
    assert content["score"] == 0
    assert content["tests"] == content["leaderboard"] == []
    assert Page(content["output"]).text == "Not graded: This is not a notebook but a PDF file."


# --- html and text ---------------------------------------------------------------------------

OUR_TAGS = {"p", "strong", "br", "ul", "li", "table", "thead", "tbody", "tr", "th", "td", "img"}
VALUES = {"d_loss": 1.38629, "x³: distance": 0.03111, "seeds": [1, 2], "ok": True, "no": None}


def test_html_shows_every_mark_and_every_reason(results: Results) -> None:
    content = results(
        graded(
            question("he_init", 4, True, True, values=VALUES),
            question("adam", 4, True, False),
            question("gan_step", 6),
            manual=("adam_written",),
            warnings=("Cell 3 stopped with an error.",),
        )
    )
    assert content["output_format"] == content["test_output_format"] == "html"
    assert content["test_name_format"] == "text"
    assert Page(content["output"]).text == (
        "4 of 14 points. Cell 3 stopped with an error. "
        "Question Tests passed Points "
        "he_init 2 of 2 4 of 4 adam 1 of 2 0 of 4 gan_step none ran 0 of 6 "
        "Marked by a person: adam_written."
    )
    assert [Page(test["output"]).text for test in content["tests"]] == [
        "",
        "What was measured d loss 1.39 x³: distance 0.0311 seeds 1, 2 ok yes no –",
        "This test passed, but the question needs all of its tests.",
        "Why 2",
        "None of the tests of this question ran, so it scores 0.",
    ]


def test_text_has_the_values_as_words(results: Results) -> None:
    seen = question("cubic_gan", 8, False, values=VALUES, pictured=True)
    content = results(graded(seen, evidence={"cubic_gan": evidence()}), TEXT)
    (test,) = content["tests"]
    assert test["output"].splitlines() == [
        "Why 1",
        "d loss: 1.39",
        "x³: distance: 0.0311",
        "seeds: 1, 2",
        "ok: yes",
        "no: –",
    ]
    assert content["output_format"] == content["test_output_format"] == "text"
    assert "<" not in json.dumps(content)


def test_nothing_from_a_student_becomes_markup(results: Results) -> None:
    tests = (
        TestResult(EVIL, Failure(f"{EVIL}\n{EVIL}"), False, {EVIL: [EVIL]}, pictured=True),
        TestResult(EVIL, None, hidden=True, values={"a": {EVIL: EVIL}}),
    )
    questions = (QuestionResult(EVIL, 4, 0, tests),)
    seen = {EVIL: evidence()}
    result = Result(
        EVIL, EVIL, None, questions, (EVIL,), (EVIL,), evidence=seen, seconds={EVIL: 1.0}
    )
    for evil in (result, Result(EVIL, EVIL, EVIL)):
        content = results(evil)
        # Names are shown as text: `test_name_format`.
        for html in (content["output"], *(test["output"] for test in content["tests"])):
            assert EVIL.replace("\ud800", "?") in Page(html).text
            tags = {tag for tag, _ in Page(html).elements}
            assert tags <= OUR_TAGS
    assert "<br>" in results(result)["tests"][0]["output"]


@pytest.mark.parametrize("name", SUBJECTS)
def test_html_has_two_pictures_at_the_test_that_made_them(name: str, results: Results) -> None:
    subject = SUBJECTS[name]
    target = subject.fixed_target()
    samples = subject.pictured(next(iter(subject.wrong(target).values())).astype(np.float32)[:60])
    seen = evidence(subject=name, target=target, samples=samples)
    tests = question("train", 8, True, True).tests
    tests = (tests[0], replace(tests[1], pictured=True), replace(tests[0], title="Test 3"))
    result = graded(QuestionResult("train", 8, 8, tests), evidence={"train": seen})
    content = results(result)
    images = [Page(test["output"]).attributes("img") for test in content["tests"]]
    assert [len(found) for found in images] == [0, 2, 0]
    assert not Page(content["output"]).attributes("img")
    made, losses = images[1]
    assert str(made["alt"]).startswith(subject.caption)
    assert losses["alt"] == (
        "Line plot of the losses over the training: "
        "discriminator from 1 to 1.39; generator from 0.9 to 0.69."
    )
    assert made["src"] != losses["src"]
    for image in (made, losses):
        kind, data = str(image["src"]).split(",")
        assert kind == "data:image/png;base64"
        with Image.open(io.BytesIO(base64.b64decode(data))) as picture:
            assert (picture.format, picture.size) == ("PNG", (630, 450))
            picture.load()
            assert len(picture.convert("RGB").getcolors(10**6)) > 10


def test_endless_messages_are_shortened(results: Results) -> None:
    test = TestResult("Test", Failure("x" * 10**6), hidden=False)
    result = graded(QuestionResult("adam", 4, 0, (test,)), warnings=("y" * 10**6,))
    for chosen in (HTML, TEXT):
        assert len(json.dumps(results(result, chosen))) < 20_000


# --- hidden tests ----------------------------------------------------------------------------


def seen_at_once(content: dict[str, Any], visibility: str) -> dict[str, Any]:
    """Return what students see at once of a result, as text that shows every difference.

    While tests are not shown, Gradescope does not show the score and the time either.
    """
    seen = {k: v for k, v in content.items() if k not in ("score", "execution_time", "extra_data")}
    seen["tests"] = [test for test in content["tests"] if test["visibility"] == "visible"]
    assert all(test["visibility"] in ("visible", visibility) for test in content["tests"])
    return {key: json.dumps(value) for key, value in seen.items()}


@dataclass(frozen=True)
class Pair:
    """Two results that differ in nothing but how their hidden tests went."""

    won: Result
    lost: Result


MESSAGES = st.sampled_from(["", "Why not.", "It is off by 3.", EVIL])
FAILURES = st.none() | st.builds(Failure, MESSAGES)
NUMBERS = st.dictionaries(st.sampled_from(["x³: distance", "error", EVIL]), st.floats(0, 9))


@st.composite
def pairs(draw: Callable[[Any], Any]) -> Pair:
    """Two results of one part: all hidden tests passed in one, some failed in the other."""
    forms = draw(
        st.lists(st.lists(st.booleans(), min_size=1, max_size=4), min_size=1, max_size=4).filter(
            lambda found: any(hidden for tests in found for hidden in tests)
        )
    )
    must = draw(st.sampled_from([n for n, tests in enumerate(forms) if any(tests)]))
    won, lost = [], []
    for number, hidden in enumerate(forms):
        public = {
            place: TestResult(f"Public {place}", draw(FAILURES), False)
            for place, is_hidden in enumerate(hidden)
            if not is_hidden
        }
        public = {place: replace(t, values=draw(NUMBERS)) for place, t in public.items()}
        places = [place for place, is_hidden in enumerate(hidden) if is_hidden]
        failing = draw(st.sets(st.sampled_from(places))) if places else set()
        if number == must and not failing:
            failing = {places[0]}
        for results, failed in ((won, set()), (lost, failing)):
            tests = tuple(
                public.get(place)
                or TestResult(
                    f"Hidden {place}",
                    Failure(draw(MESSAGES)) if place in failed else None,
                    True,
                    draw(NUMBERS),
                )
                for place in range(len(hidden))
            )
            points = 4 if all(test.passed for test in tests) else 0
            results.append(QuestionResult(f"q{number}", 4, points, tests, len(failed) / 2))
    notes = tuple(draw(st.lists(MESSAGES, max_size=2)))
    fields: Any = {"warnings": notes, "manual": ("essay",)}
    return Pair(
        graded(*won, **fields, seconds={"tests": 3.0}),
        graded(*lost, **fields, seconds={"tests": 5.0}, peak_memory=9.0),
    )


@given(
    pair=pairs(),
    output=st.sampled_from(["html", "text"]),
    hidden_tests=st.sampled_from(LATER),
    leaderboard=st.booleans(),
)
@settings(
    max_examples=100,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
def test_nothing_that_is_shown_at_once_tells_how_hidden_tests_went(
    pair: Pair, output: str, hidden_tests: str, leaderboard: bool
) -> None:
    chosen = Settings(output=output, hidden_tests=hidden_tests, leaderboard=leaderboard)
    won, lost = (gradescope.content(result, chosen) for result in (pair.won, pair.lost))
    assert seen_at_once(won, hidden_tests) == seen_at_once(lost, hidden_tests)
    # The schema takes it, and hidden tests still tell all of it later.
    for content, result in ((won, pair.won), (lost, pair.lost)):
        jsonschema.validate(content, SPECIFICATION)
        assert sum(test.get("score", 0) for test in content["tests"]) == result.score
    status = {test["status"] for test in lost["tests"] if test["visibility"] == hidden_tests}
    assert "failed" in status
    # The comparison can fail: shown, the two are told apart.
    at_once = replace(chosen, hidden_tests="visible")
    won, lost = (gradescope.content(result, at_once) for result in (pair.won, pair.lost))
    assert seen_at_once(won, "visible") != seen_at_once(lost, "visible")


@pytest.mark.parametrize("hidden_tests", LATER)
def test_a_training_in_a_hidden_test_shows_nothing_at_once(
    hidden_tests: str, results: Results
) -> None:
    values = {"x³: distance": 0.01}
    chosen = Settings(hidden_tests=hidden_tests)
    views = []
    for passed, drew in ((True, evidence()), (False, evidence(samples=np.zeros((5, 2), "f4")))):
        public = TestResult("The form", None, hidden=False)
        hidden = TestResult("It learns", None if passed else Failure(), True, values, pictured=True)
        train = QuestionResult("train", 8, 8 * passed, (public, hidden))
        content = results(graded(train, evidence={"train": drew}), chosen)
        assert [test["visibility"] for test in content["tests"]] == ["visible", hidden_tests]
        assert ["score" in test for test in content["tests"]] == [False, True]
        assert "leaderboard" not in content
        assert "data:image/png" in content["tests"][1]["output"]
        views.append(seen_at_once(content, hidden_tests))
    assert views[0] == views[1]
    assert "data:image" not in str(views)


def test_a_public_test_does_not_say_that_an_earlier_question_failed_by_a_hidden_one(
    make_part: MakePart, warm: WarmParent
) -> None:
    double = '''
def test_type(double):
    """The result is a number."""
    checks.scalar(probes.call(double, [1]), "double(1)")

def test_hidden_value(double):
    """It doubles."""
    assert probes.call(double, [3]) == 6, "double(3) should be 6."
'''
    pair = '''
def test_pair(pair):
    """It gives two."""
    assert len(probes.call(pair, [])) == 2, "It should give two."
'''
    autograder = make_part({"double": double, "pair": pair}, {"pair": {"needs": ["double"]}})
    won, lost = (
        grade(
            Submission(
                "a", (Cell(1, f"def double(x):\n    return {form}\ndef pair(): return [1]"),)
            ),
            autograder,
            warm,
        )
        for form in ("x + x", "x * x")
    )
    assert won.questions[1].tests[0].message == "It should give two."
    told = "It should give two. This question builds on double, which failed."
    assert lost.questions[1].tests[0].message == told
    contents = [gradescope.content(r, Settings(hidden_tests="hidden")) for r in (won, lost)]
    assert seen_at_once(contents[0], "hidden") == seen_at_once(contents[1], "hidden")
    assert told in gradescope.content(lost, HTML)["tests"][2]["output"]


# --- leaderboard -----------------------------------------------------------------------------


def trained(
    passed: bool = True, drew: Evidence | None = None, name: str = "x³: distance", value: Any = 0.03
) -> Result:
    seen = question("cubic_gan", 8, passed, values={name: value, "other": 1}, pictured=True)
    return graded(seen, evidence={"cubic_gan": drew} if drew else {})


def test_the_leaderboard_shows_the_measure_on_the_known_target(results: Results) -> None:
    curve = {"name": "cubic_gan: distance (x³)", "value": 0.03, "order": "asc"}
    assert results(trained(drew=evidence()))["leaderboard"] == [curve]
    digits = trained(drew=evidence(subject="digits"), name="all digits: frechet", value=7)
    board = gradescope.content(digits, TEXT)["leaderboard"]
    assert board == [
        {"name": "cubic_gan: frechet (all digits)", "value": 7, "order": "asc"},
    ]


def test_every_subject_that_leads_names_a_measure_of_its_own() -> None:
    leaders = {name: subject.leader for name, subject in SUBJECTS.items() if subject.leader}
    assert leaders == {"curve": "distance", "digits": "frechet"}
    for name, leader in leaders.items():
        assert leader in {measure.name for measure in SUBJECTS[name].measures}


@pytest.mark.parametrize(
    "result",
    [
        trained(passed=False, drew=evidence()),
        trained(drew=None),
        trained(drew=evidence(), value=float("inf")),
        trained(drew=evidence(), value=float("nan")),
        trained(drew=evidence(), value="0.03"),
        trained(drew=evidence(), value=None),
        trained(drew=evidence(), name="drawn: distance"),
        trained(drew=evidence(subject="ring")),
        replace(REFUSED, evidence={"cubic_gan": evidence()}),
    ],
    ids=["lost", "no evidence", "inf", "nan", "text", "none", "not known", "no leader", "refused"],
)
def test_nothing_else_is_on_the_leaderboard(result: Result) -> None:
    # In text form, which draws no picture.
    assert gradescope.content(result, TEXT)["leaderboard"] == []


def test_the_leaderboard_can_be_left_out(results: Results) -> None:
    assert "leaderboard" not in results(trained(drew=evidence()), Settings(leaderboard=False))


# --- what Gradescope tells -------------------------------------------------------------------

DUE = "2024-07-31T23:00:00.000000-07:00"


def handed(folder: Path, created: Any, due: Any = DUE, *users: Any) -> Handed:
    """Read metadata as Gradescope documents it."""
    content = {
        "id": 123456,
        "created_at": created,
        "assignment": {"due_date": due, "group_size": 4, "id": 25828, "total_points": "20.0"},
        "submission_method": "upload",
        "users": list(users),
        "previous_submissions": [],
    }
    path = folder / "submission_metadata.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    return Handed.read(path)


def after(due: str, **times: int) -> str:
    return (pd.Timestamp(due) + pd.Timedelta(**times)).isoformat()


@pytest.mark.parametrize(
    ("times", "told"),
    [
        ({"microseconds": 1}, "1 minute"),
        ({"minutes": 1}, "1 minute"),
        ({"minutes": 1, "seconds": 1}, "2 minutes"),
        ({"minutes": 60}, "1 hour"),
        ({"minutes": 61}, "1 hour 1 minute"),
        ({"hours": 2, "minutes": 30}, "2 hours 30 minutes"),
        ({"hours": 23, "minutes": 59, "seconds": 59}, "1 day"),
        ({"days": 1, "minutes": 5}, "1 day 5 minutes"),
        ({"days": 12, "hours": 1, "minutes": 1}, "12 days 1 hour 1 minute"),
    ],
    ids=str,
)
def test_how_late_it_is(times: dict[str, int], told: str, tmp_path: Path, results: Results) -> None:
    late = handed(tmp_path, after(DUE, **times))
    sentence = f"Late: submitted {told} after the due date."
    assert late.lateness(Policy(), 4, 4) == (0, sentence)
    for chosen in (HTML, TEXT):
        for result in (graded(question("adam", 4, True)), REFUSED):
            content = results(result, chosen, late)
            assert Page(content["output"]).text.startswith(sentence)
            assert content["extra_data"]["late_seconds"] == pd.Timedelta(**times).total_seconds()
            assert content["score"] == (4 if result.graded else 0)


@pytest.mark.parametrize(
    ("created", "due"),
    [
        (after(DUE, seconds=-1), DUE),
        (DUE, DUE),
        ("2024-08-01T06:00:00Z", DUE),  # the same time
        (after(DUE, days=1), None),
        (after(DUE, days=1), "soon"),
        (after(DUE, days=1), "2024-07-31T23:00:00"),  # in which zone?
        (None, DUE),
        (5, DUE),
    ],
)
def test_in_time_or_without_a_due_date_nothing_is_said(
    created: Any, due: Any, tmp_path: Path, results: Results
) -> None:
    in_time = handed(tmp_path, created, due)
    assert (in_time.late, in_time.lateness(Policy(Amount(1)), 4, 4)) == (None, (0, ""))
    content = results(graded(question("adam", 4, True)), TEXT, in_time)
    assert content["output"] == "4 of 4 points."
    assert content["extra_data"]["late_seconds"] == 0


def test_a_student_with_an_extension_has_a_due_date_of_their_own(tmp_path: Path) -> None:
    created = after(DUE, days=2, minutes=3)
    extended = {"id": 7, "assignment": {"due_date": after(DUE, days=2)}}
    assert said(handed(tmp_path, created, DUE, extended)) == (
        "Late: submitted 3 minutes after the due date."
    )
    extended["assignment"] = {"due_date": after(DUE, days=3)}
    assert handed(tmp_path, created, DUE, extended).late is None
    same = {"id": 7, "assignment": {"due_date": None}}
    assert "2 days 3 minutes" in said(handed(tmp_path, created, DUE, same))


def said(handed: Handed) -> str:
    return handed.lateness(Policy(), 0, 0)[1]


@pytest.mark.parametrize("form", [HTML, TEXT])
def test_lateness_takes_points_away_where_a_policy_says_so(
    form: Settings, tmp_path: Path, results: Results
) -> None:
    policy = Policy(Amount(25, percent=True), most=Amount(3))
    result = graded(question("adam", 4, True))
    for days, score in ((0, 4), (1, 3), (2, 2), (9, 1)):
        late = handed(tmp_path, after(DUE, days=days))
        content = results(result, replace(form, late=policy), late)
        assert content["score"] == score
        assert content["extra_data"]["late_penalty"] == 4 - score
        text = Page(content["output"]).text
        assert f"{score} of 4 points." in text
        assert (f"This takes away {4 - score} points (25 % a day, 3 points at most)." in text) == (
            days > 0
        )
    refused = results(REFUSED, replace(form, late=policy), late)
    assert (refused["score"], refused["extra_data"]["late_penalty"]) == (0, 0)


def test_what_lateness_costs_does_not_tell_hidden_marks(tmp_path: Path, results: Results) -> None:
    chosen = replace(HTML, late=Policy(Amount(100, percent=True)), hidden_tests="after_published")
    content = results(
        graded(question("adam", 4, True)), chosen, handed(tmp_path, after(DUE, days=1))
    )
    assert content["score"] == 0
    assert "after the due date." in content["output"] and "takes away" not in content["output"]


def test_a_group_has_the_same_name_in_any_order(tmp_path: Path) -> None:
    ada, bob = {"id": 1234, "email": "ada@example.com"}, {"email": "bob@example.com"}
    for users in ([ada, bob], [bob, ada], [bob, {}, ada, "nobody", {"id": None}]):
        assert handed(tmp_path, DUE, DUE, *users).student == "1234+bob@example.com"
    assert handed(tmp_path, DUE, DUE, ada).student == "1234"
    assert handed(tmp_path, DUE, DUE).student == ""


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[]",
        b"null",
        b'"text"',
        b'{"users": 5, "assignment": []}',
        b'{"users": [5, null, [], {"assignment": 3}], "created_at": {}}',
        b'{"users": {"id": 1}, "created_at": 1, "assignment": {"due_date": {}}}',
    ],
)
def test_damaged_metadata_is_left_out(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "submission_metadata.json"
    path.write_bytes(content)
    assert Handed.read(path) == UNKNOWN == Handed("", None)


def test_missing_metadata_is_left_out(tmp_path: Path) -> None:
    assert Handed.read(tmp_path / "none.json") == Handed.read(tmp_path) == UNKNOWN


# --- settings --------------------------------------------------------------------------------


def test_without_lines_there_are_defaults() -> None:
    assert Settings.read("", "small") == Settings(10, "html", "visible", True, False)


def test_a_part_has_its_own_settings() -> None:
    text = """
        minutes = 5
        output = "text"
        hidden_tests = "after_due_date"
        [small]
        minutes = 7.5
        leaderboard = false
        unsafe = true
        [other]
        minutes = 9
    """
    small = Settings(7.5, "text", "after_due_date", leaderboard=False, unsafe=True)
    assert Settings.read(text, "small") == small
    assert Settings.read(text, "other") == Settings(9, "text", "after_due_date")
    assert Settings.read(text, "third") == Settings(5, "text", "after_due_date")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("minutes", "it is not TOML: "),
        (
            "minuts = 5",
            "unknown setting minuts; there are minutes, output, hidden_tests, leaderboard, unsafe",
        ),
        ("[small]\nminuts = 5", "unknown setting minuts; there are minutes, "),
        ("[small.inner]\nminutes = 5", "unknown setting inner; there are minutes, "),
        ("small = 5", "small should be a table: [small]"),
        ("[[small]]\nminutes = 5", "small should be a table: [small]"),
        ('minutes = "5"', "minutes should be of type float"),
        ("minutes = true", "minutes should be of type float"),
        ("leaderboard = 1", "leaderboard should be of type bool"),
        ('unsafe = "no"', "unsafe should be of type bool"),
        ("output = true", "output should be of type str"),
        ("minutes = 1.9", "minutes should be between 2 and 1440"),
        ("minutes = 1441", "minutes should be between 2 and 1440"),
        ("minutes = nan", "minutes should be between 2 and 1440"),
        ("[small]\nminutes = inf", "minutes should be between 2 and 1440"),
        ('output = "pdf"', 'output should be "html" or "text"'),
        ('hidden_tests = "never"', 'hidden_tests should be one of "visible", "after_due_date", '),
    ],
)
def test_wrong_settings_have_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(InputError, match="^" + re.escape(sentence)):
        Settings.read(text, "small")


def test_a_table_of_no_part_is_refused_at_the_release() -> None:
    assert Settings.read("[smal]\nminutes = 5", "small").minutes == 10
    with pytest.raises(
        InputError, match=r"no part smal, only small, big: correct or remove \[smal\]"
    ):
        Settings.read("[smal]\nminutes = 5", "small", ["small", "big"])


def test_the_settings_that_come_with_the_course_are_right_for_each_part() -> None:
    text = (REPOSITORY.image / "config.toml").read_text(encoding="utf-8")
    found = {part: Settings.read(text, part) for part in REPOSITORY.parts()}
    others = {"image_gan": Settings(minutes=20)}
    assert found == {part: others.get(part, Settings()) for part in found}


def test_that_it_counts_as_in_time_is_said_where_marks_are_hidden(
    tmp_path: Path, results: Results
) -> None:
    policy = Policy(Amount(1), grace=pd.Timedelta(minutes=15).to_pytimedelta())
    chosen = replace(TEXT, late=policy, hidden_tests="after_published")
    content = results(
        graded(question("adam", 4, True)), chosen, handed(tmp_path, after(DUE, minutes=5))
    )
    assert content["score"] == 4
    assert "5 minutes after the due date, which still counts as in time." in content["output"]
