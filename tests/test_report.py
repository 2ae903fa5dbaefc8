"""Reports: what Gradescope, students, instructors and spreadsheets get to read."""

from __future__ import annotations

import base64
import csv
import json
import re
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import gankit
import jsonschema
import numpy as np
import pytest
from gangrade import report
from gangrade.results import Evidence, QuestionResult, Result, TestResult
from rich.console import Console

VISIBILITY = {"enum": ["hidden", "after_due_date", "after_published", "visible"]}
FORMAT = {"enum": ["text", "html", "simple_format", "md", "ansi"]}
SPECIFICATION: dict[str, Any] = {
    # Gradescope's "Autograder Specifications", as far as this grader uses them.
    "type": "object",
    "required": ["score", "tests"],
    "additionalProperties": False,
    "properties": {
        "score": {"type": "number"},
        "execution_time": {"type": "number"},
        "output": {"type": "string"},
        "output_format": FORMAT,
        "test_output_format": FORMAT,
        "test_name_format": FORMAT,
        "visibility": VISIBILITY,
        "stdout_visibility": VISIBILITY,
        "extra_data": {"type": "object"},
        "tests": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["name", "score", "max_score", "status"],
                "additionalProperties": False,
                "properties": {
                    "name": {"type": "string"},
                    "score": {"type": "number"},
                    "max_score": {"type": "number"},
                    "status": {"enum": ["passed", "failed"]},
                    "output": {"type": "string"},
                    "output_format": FORMAT,
                    "visibility": VISIBILITY,
                },
            },
        },
    },
}

EVIL = "<script>alert('x')</script> \ud800"


def question(name: str, possible: float, *passed: bool, **fields: Any) -> QuestionResult:
    """A question whose tests passed or failed so."""
    tests = tuple(
        TestResult(f"Test {number}", ok, "" if ok else f"Why {number}", hidden=True)
        for number, ok in enumerate(passed, 1)
    )
    score = possible if passed and all(passed) else 0
    return QuestionResult(name, possible, score, tests, **fields)


def evidence(**changes: Any) -> Evidence:
    points = gankit.cubic.points(50).astype(np.float32)
    losses = {"d_loss": [1.0, 1.2, 1.39], "g_loss": [0.9, 0.8, 0.69]}
    return Evidence(
        **{
            "subject": "curve",
            "target": gankit.cubic,
            "samples": points,
            "losses": losses,
            **changes,
        }
    )


def graded(*questions: QuestionResult, name: str = "ada", **fields: Any) -> Result:
    return Result(name, "function_gan", "graded", questions, **fields)


REFUSED = Result("bob", "function_gan", "This is not a notebook but a PDF file.")


def results_json(result: Result, directory: Path) -> Any:
    """Write a result, and return its results.json after a check against the specification."""

    def refuse(constant: str) -> None:
        raise ValueError(f"{constant} is not JSON")

    report.write(result, directory)
    text = (directory / result.name / "results.json").read_text(encoding="utf-8")
    content = json.loads(text, parse_constant=refuse)
    jsonschema.validate(content, SPECIFICATION)
    return content


# --- results.json ----------------------------------------------------------------------------


@pytest.mark.parametrize("possible", [3, 4, 8, 2.5, 0.01])
@pytest.mark.parametrize("tests", [1, 3, 6, 7])
def test_the_scores_of_the_tests_add_up(possible: float, tests: int, tmp_path: Path) -> None:
    result = graded(
        question("won", possible, *[True] * tests), question("lost", possible, True, False)
    )
    content = results_json(result, tmp_path)
    scores = [Decimal(str(test["score"])) for test in content["tests"]]
    assert sum(scores) == Decimal(str(content["score"])) == Decimal(str(result.score))
    highest = [Decimal(str(test["max_score"])) for test in content["tests"]]
    assert sum(highest) == Decimal(str(result.possible))
    assert max(scores[:tests]) - min(scores[:tests]) <= Decimal("0.01")


def test_a_lost_question_keeps_the_status_of_its_tests(tmp_path: Path) -> None:
    tests = results_json(graded(question("he_init", 4, True, False)), tmp_path)["tests"]
    assert tests == [
        {
            "name": "he_init: Test 1",
            "score": 0,
            "max_score": 2,
            "status": "passed",
            "output": "This test passed, but the question needs all of its tests.",
            "output_format": "text",
            "visibility": "visible",
        },
        {
            "name": "he_init: Test 2",
            "score": 0,
            "max_score": 2,
            "status": "failed",
            "output": "Why 2",
            "output_format": "text",
            "visibility": "visible",
        },
    ]


def test_a_question_whose_tests_did_not_run_scores_0(tmp_path: Path) -> None:
    (test,) = results_json(graded(question("gan_step", 6)), tmp_path)["tests"]
    assert (test["name"], test["score"], test["max_score"]) == ("gan_step: no test ran", 0, 6)
    assert test["status"] == "failed"
    assert "None of the tests" in test["output"]


def test_what_was_measured_is_kept_as_json(tmp_path: Path) -> None:
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
        notes=("Cell 3 stopped.",),
        manual=("adam_written",),
        seconds={"start": 1.25, "tests": 2.5},
        peak_memory=812.0,
    )
    content = results_json(result, tmp_path)
    assert content["execution_time"] == 3.75
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
    }
    assert not [test for test in content["tests"] if "adam_written" in test["name"]]


def test_an_ungraded_submission_scores_0_with_its_reason(tmp_path: Path) -> None:
    content = results_json(REFUSED, tmp_path)
    assert content["score"] == 0
    assert content["tests"] == []
    assert content["output"] == "Not graded: This is not a notebook but a PDF file."


def test_files_are_replaced_whole(tmp_path: Path) -> None:
    report.write(graded(question("adam", 4, False)), tmp_path)
    assert results_json(graded(question("adam", 4, True)), tmp_path)["score"] == 4
    assert sorted(path.name for path in (tmp_path / "ada").iterdir()) == [
        "feedback.html",
        "results.json",
    ]


def test_endless_messages_are_shortened(tmp_path: Path) -> None:
    test = TestResult("Test", False, "x" * 10**6, hidden=False)
    result = graded(QuestionResult("adam", 4, 0, (test,)), notes=("y" * 10**6,))
    results_json(result, tmp_path)
    assert all(path.stat().st_size < 50_000 for path in (tmp_path / "ada").iterdir())


# --- feedback.html ---------------------------------------------------------------------------


class Page(HTMLParser):
    """The elements and the text of a page, and whether its elements are closed in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.open: list[str] = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in {"meta", "img"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not {"style", "title"} & set(self.open):
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())

    def attributes(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def test_the_page_shows_every_mark_and_every_reason() -> None:
    result = graded(
        question("he_init", 4, True, True),
        question("adam", 4, True, False),
        question("gan_step", 6),
        question("networks", 2.5, True, values={"d_loss": 1.38629, "seeds": [1, 2], "ok": True}),
        manual=("adam_written",),
        notes=("Cell 3 stopped with an error.",),
        seconds={"tests": 12.4},
    )
    text = Page(report.feedback(result)).text
    for part in [
        "6.5 of 16.5 points",
        "Cell 3 stopped with an error.",
        "adam_written marked by a person",
        "he_init 4 of 4 points ✓ Passed Test 1 ✓ Passed Test 2",
        "adam 0 of 4 points 1 of 2 tests passed.",
        "✗ Failed Test 2 Why 2",
        "gan_step 0 of 6 points None of the tests of this question ran",
        "d loss 1.39 seeds 1, 2 ok yes",
        "Graded in 12 seconds.",
    ]:
        assert part in text


def test_nothing_from_a_student_becomes_markup() -> None:
    tests = (TestResult(EVIL, False, EVIL, hidden=False),)
    questions = (QuestionResult(EVIL, 4, 0, tests, {EVIL: EVIL}),)
    result = Result(EVIL, EVIL, "graded", questions, (EVIL,), (EVIL,), {EVIL: evidence()})
    for page in (report.feedback(result), report.feedback(Result(EVIL, EVIL, EVIL))):
        assert "<script" not in page
        Page(page)


def test_the_page_needs_nothing_from_elsewhere() -> None:
    result = graded(question("cubic_gan", 8, True), evidence={"cubic_gan": evidence()})
    html = report.feedback(result)
    page = Page(html)
    assert page.attributes("html") == [{"lang": "en"}]
    policy = page.attributes("meta")[1]
    assert policy["http-equiv"] == "Content-Security-Policy"
    assert str(policy["content"]).startswith("default-src 'none'; img-src data:;")
    assert not page.attributes("script") + page.attributes("link") + page.attributes("iframe")
    assert not re.search(r"\son\w+=|\sstyle=|https?://|@import|url\(", html)
    for _, attributes in page.elements:
        for name in ("src", "href"):
            assert str(attributes.get(name, "#")).startswith(("#", "data:image/svg+xml;base64,"))
    ids = [str(attributes["id"]) for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    links = {str(attributes["href"])[1:] for attributes in page.attributes("a")}
    labels = {str(a["aria-labelledby"]) for _, a in page.elements if "aria-labelledby" in a}
    assert links | labels <= set(ids)


def test_the_pictures_are_svg_for_light_and_dark() -> None:
    result = graded(question("cubic_gan", 8, True), evidence={"cubic_gan": evidence()})
    page = Page(report.feedback(result))
    points, points_dark, losses, losses_dark = page.attributes("img")
    assert (points["alt"], losses["alt"]) == (points_dark["alt"], losses_dark["alt"])
    assert points["alt"] == "Points that your generator made, over the real curve."
    assert losses["alt"] == (
        "Line plot of the losses over the training: "
        "discriminator from 1 to 1.39; generator from 0.9 to 0.69."
    )
    uris = [str(image["src"]) for image in page.attributes("img")]
    assert len(set(uris)) == 4
    for uri in uris:
        svg = base64.b64decode(uri.removeprefix("data:image/svg+xml;base64,"))
        assert ElementTree.fromstring(svg).tag.endswith("svg")
    assert report.feedback(result) == report.feedback(result)


@pytest.mark.parametrize(
    "changes",
    [
        {"samples": np.full((5, 2), np.nan, np.float32)},
        {"samples": np.full((5, 2), np.inf, np.float32)},
        {"samples": np.full((5, 2), 3e38, np.float32)},
        {"samples": np.zeros((0, 2), np.float32)},
        {"losses": {}},
        {"losses": {"d_loss": [float("nan")] * 5, "g_loss": []}},
        {"losses": {"d_loss": [1e300, -1e300, 5.0], "g_loss": [1.0]}},
        {"losses": {"d_loss": [1.0] * 100_003, "g_loss": [0.5] * 7}},
    ],
)
def test_pictures_of_failed_trainings(changes: dict[str, Any]) -> None:
    seen = evidence(**changes)
    result = graded(question("cubic_gan", 8, False), evidence={"cubic_gan": seen})
    html = report.feedback(result)
    assert len(html) < 500_000
    page = Page(html)
    has_losses = any(np.abs(values).min() < 1e12 for values in seen.losses.values() if values)
    assert len(page.attributes("img")) == 2 * (1 + has_losses)
    if "samples" in changes and len(seen.samples):
        assert "5 of the 5 points lie outside of this picture." in page.text


def test_the_page_of_an_ungraded_submission_says_why() -> None:
    text = Page(report.feedback(REFUSED)).text
    assert "Not graded This is not a notebook but a PDF file." in text
    assert "points" not in text


# --- many submissions ------------------------------------------------------------------------


def test_grades_csv(tmp_path: Path) -> None:
    ada = graded(question("adam", 4, True), question("networks", 2.5, False))
    path = tmp_path / "grades.csv"
    manual = ("adam_written",)
    zoe = graded(question("adam", 4, True), question("networks", 2.5, True), name="zoe")
    evil = Result("=1+1", "function_gan", "@SUM(1)\n\x1b[31m, or so")
    ada = graded(*ada.questions, manual=manual)
    report.grades_csv([zoe, evil, ada], path)
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file))
    assert rows == [
        ["submission", "status", "score", "possible", "adam", "networks", "adam_written"],
        ["'=1+1", "'@SUM(1) [31m, or so", "", "6.5", "", "", ""],
        ["ada", "graded", "4", "6.5", "4", "0", ""],
        ["zoe", "graded", "6.5", "6.5", "4", "2.5", ""],
    ]
    report.grades_csv([REFUSED], path)
    assert path.read_text().splitlines()[1] == "bob,This is not a notebook but a PDF file.,,"


def test_the_table_fits_a_terminal() -> None:
    names = ["data_relation", "he_init", "adam", "networks"]
    names += ["gan_losses", "gan_step", "untrained_generator", "cubic_gan"]
    ada = graded(*(question(name, 4, name != "adam") for name in names), name="submission_1-gan")
    console = Console(width=80)
    with console.capture() as capture:
        console.print(report.table([REFUSED, ada]))
    lines = capture.get().splitlines()
    assert max(map(len, lines)) <= 80
    assert "…" not in capture.get()
    (row,) = [line.split() for line in lines if line.startswith("submission_1")]
    assert row[1:] == ["4", "4", "0", "4", "4", "4", "4", "4", "28"]
    (row,) = [line.split() for line in lines if line.startswith("possible")]
    assert row == ["possible", *["4"] * 8, "32"]
    assert "bob: This is not a notebook but a PDF file." in capture.get()


def test_the_table_of_nothing_graded_prints_markup_as_text() -> None:
    console = Console(width=80)
    with console.capture() as capture:
        console.print(report.table([Result("[bold]x", "function_gan", "[red]No\x1b[2J")]))
    assert "[bold]x: [red]No[2J" in capture.get()
