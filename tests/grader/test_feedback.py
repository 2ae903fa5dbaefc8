"""Reports: what students, instructors and spreadsheets get to read."""

from __future__ import annotations

import base64
import csv
import hashlib
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import gangrade
import numpy as np
import pytest
from gangrade.finals.final import Final, Graded
from gangrade.marking.marks import Override
from gangrade.part.rubric import Level
from gangrade.reports import feedback, tables
from gangrade.results import records
from gangrade.results.failure import Failure, Why
from gangrade.results.records import Record
from gangrade.results.result import QuestionResult, Result, Row, Scale, TestResult
from make_results import EVIL, REFUSED, Page, evidence, graded, question, read_results
from rich.console import Console

# --- files -----------------------------------------------------------------------------------


def test_files_are_replaced_whole(tmp_path: Path) -> None:
    feedback.write(graded(question("adam", 4, False)), tmp_path)
    feedback.write(graded(question("adam", 4, True)), tmp_path)
    assert read_results(tmp_path / "ada" / "results.json")["score"] == 4
    assert sorted(path.name for path in (tmp_path / "ada").iterdir()) == [
        "feedback.html",
        "results.json",
    ]


def test_endless_messages_are_shortened(tmp_path: Path) -> None:
    test = TestResult("Test", Failure("x" * 10**6), hidden=False)
    result = graded(QuestionResult("adam", 4, 0, (test,)), warnings=("y" * 10**6,))
    feedback.write(result, tmp_path)
    read_results(tmp_path / "ada" / "results.json")
    assert all(path.stat().st_size < 50_000 for path in (tmp_path / "ada").iterdir())


def test_results_without_a_host_are_text_and_show_all(tmp_path: Path) -> None:
    values = {"x³: distance": 0.01}
    seen = question("cubic_gan", 8, True, values=values, pictured=True)
    feedback.write(graded(seen, evidence={"cubic_gan": evidence()}), tmp_path)
    content = read_results(tmp_path / "ada" / "results.json")
    assert "leaderboard" not in content
    assert content["output_format"] == content["test_output_format"] == "text"
    (test,) = content["tests"]
    assert (test["visibility"], test["output"]) == ("visible", "x³: distance: 0.01")


# --- feedback.html ---------------------------------------------------------------------------


def test_the_page_shows_every_mark_and_every_reason() -> None:
    result = graded(
        question("he_init", 4, True, True),
        question("adam", 4, True, False),
        question("gan_step", 6),
        question("networks", 2.5, True, values={"d_loss": 1.38629, "seeds": [1, 2], "ok": True}),
        manual=("adam_written",),
        warnings=("Cell 3 stopped with an error.",),
        seconds={"tests": 12.4},
    )
    text = Page(feedback.feedback_page(result)).text
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


MEASURED = TestResult(
    "x³ is learned.",
    Failure("One training: Six numbers.", Why.JUDGED, beside_values="One training: 1 of 3."),
    hidden=True,
    values={"x³: distance": 0.3, "x³: d_loss": 1.3, "x³: spread": 0.8, "x³: attempts": 2},
    scales={
        "x³: distance": Scale("distance to the curve", high=0.19, met=False, target="x³"),
        "x³: d_loss": Scale("mean d_loss", 1.2, 1.5, met=True, target="x³"),
        "x³: spread": Scale("share of the range", 0.75, met=True, target="x³"),
        "x³: attempts": Scale("trainings", target="x³"),
    },
)


def test_measured_numbers_stand_beside_their_limits() -> None:
    page = feedback.feedback_page(graded(QuestionResult("cubic_gan", 8, 0, (MEASURED,))))
    text = Page(page).text
    assert (
        "One training: 1 of 3. What was measured, and the limits Measured Value Limits "
        "distance to the curve 0.3 ✗ at most 0.19 mean d_loss 1.3 ✓ 1.2 to 1.5 "
        "share of the range 0.8 ✓ at least 0.75 trainings 2"
    ) in text
    assert "Six numbers" not in text
    assert "<details open>" in page
    # Passed, the numbers are at a click, and there is no other word.
    passed = replace(MEASURED, failure=None)
    page = feedback.feedback_page(graded(QuestionResult("cubic_gan", 8, 8, (passed,))))
    assert "<details>" in page
    assert "distance to the curve 0.3 ✗ at most 0.19" in Page(page).text


def test_text_alone_has_the_sentences_and_the_limits(tmp_path: Path) -> None:
    feedback.write(graded(QuestionResult("cubic_gan", 8, 0, (MEASURED,))), tmp_path)
    [test] = read_results(tmp_path / "ada" / "results.json")["tests"]
    assert test["output"].splitlines() == [
        "One training: Six numbers.",
        "distance to the curve: 0.3 ✗ (at most 0.19)",
        "mean d_loss: 1.3 ✓ (1.2 to 1.5)",
        "share of the range: 0.8 ✓ (at least 0.75)",
        "trainings: 2",
    ]


def test_limits_outlast_the_record() -> None:
    record = Record(graded(QuestionResult("cubic_gan", 8, 0, (MEASURED,))))
    [question] = records.loads(records.dumps(record)).result.questions
    assert question.tests == (MEASURED,)
    # Records from before there were any have none.
    content = json.loads(records.dumps(record))
    del content["result"]["questions"][0]["tests"][0]["scales"]
    [question] = records.loads(json.dumps(content)).result.questions
    assert question.tests[0].scales == {}
    assert question.values == MEASURED.values


def test_one_message_stands_once_with_its_tests() -> None:
    same, other = Failure("adam is not defined."), Failure("Another reason.")
    tests = [TestResult(f"Test {n}", same, hidden=True) for n in (1, 2, 3)]
    tests += [TestResult("Test 4", other, hidden=True), TestResult("Test 5", None, hidden=True)]
    # What has measured something stands alone, with its numbers.
    tests += [TestResult("Test 6", same, hidden=True, values={"rate": 0.5})]
    page = feedback.feedback_page(graded(QuestionResult("adam", 4, 0, tuple(tests))))
    text = Page(page).text
    assert "✗ Failed: 3 tests Test 1 Test 2 Test 3 adam is not defined. ✗ Failed Test 4" in text
    assert "✗ Failed Test 6 adam is not defined. What was measured rate 0.5 ✓ Passed" in text
    assert text.count("adam is not defined.") == 2
    assert "✓ Passed Test 5" in text


def test_nothing_from_a_student_becomes_markup() -> None:
    tests = (TestResult(EVIL, Failure(EVIL), hidden=False, values={EVIL: EVIL}),)
    questions = (QuestionResult(EVIL, 4, 0, tests),)
    result = Result(EVIL, EVIL, None, questions, (EVIL,), (EVIL,), evidence={EVIL: evidence()})
    for page in (feedback.feedback_page(result), feedback.feedback_page(Result(EVIL, EVIL, EVIL))):
        assert "<script" not in page
        Page(page)


def test_all_pages_have_one_frame() -> None:
    pages = {path.name: path for path in Path(gangrade.__file__).parent.rglob("*.html")}
    texts = {name: path.read_text(encoding="utf-8") for name, path in pages.items()}
    assert [name for name, text in texts.items() if "<html" in text] == ["page.html"]
    framed = {name for name, text in texts.items() if '{% extends "reports/page.html" %}' in text}
    assert framed == {"appeal.html", "class.html", "feedback.html", "index.html", "question.html"}


def test_the_page_needs_nothing_from_elsewhere() -> None:
    result = graded(question("cubic_gan", 8, True), evidence={"cubic_gan": evidence()})
    html = feedback.feedback_page(result)
    page = Page(html)
    assert page.attributes("html") == [{"lang": "en"}]
    policy = page.attributes("meta")[1]
    assert policy["http-equiv"] == "Content-Security-Policy"
    assert str(policy["content"]).startswith("default-src 'none'; img-src data:;")
    (style,) = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in str(policy["content"])
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
    page = Page(feedback.feedback_page(result))
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
    assert feedback.feedback_page(result) == feedback.feedback_page(result)


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
    html = feedback.feedback_page(result)
    assert len(html) < 500_000
    page = Page(html)
    has_losses = any(np.abs(values).min() < 1e12 for values in seen.losses.values() if values)
    assert len(page.attributes("img")) == 2 * (1 + has_losses)
    if "samples" in changes and len(seen.samples):
        assert "5 of the 5 points lie outside of this picture." in page.text


def test_long_losses_are_kept_as_means_of_stretches() -> None:
    steps = np.arange(1, 100_004, dtype=float)
    odd = steps.copy()
    odd[70_000] = np.inf
    seen = evidence(losses={"d_loss": steps.tolist(), "g_loss": odd.tolist(), "other": [7.0]})
    assert {name: len(values) for name, values in seen.losses.items()} == {
        "d_loss": 1000,
        "g_loss": 1000,
        "other": 1,
    }
    assert seen.lengths == {"d_loss": 100_003, "g_loss": 100_003, "other": 1}
    # Each mean stands where its stretch does: here losses are their own steps.
    np.testing.assert_allclose(*seen.history("d_loss"))
    assert np.flatnonzero(~np.isfinite(seen.losses["g_loss"])) == [699]
    assert seen.history("other").tolist() == [[1], [7]]
    assert seen.history("none").shape == (2, 0)
    again = replace(seen, subject="curve")
    np.testing.assert_array_equal(again.history("d_loss"), seen.history("d_loss"))


def test_the_axis_of_losses_tells_true_steps() -> None:
    seen = evidence(losses={"d_loss": [1.0] * 100_003, "g_loss": [0.5] * 100_003})
    result = graded(question("cubic_gan", 8, False), evidence={"cubic_gan": seen})
    uri = str(Page(feedback.feedback_page(result)).attributes("img")[2]["src"])
    svg = base64.b64decode(uri.removeprefix("data:image/svg+xml;base64,")).decode()
    assert "<!-- 100000 -->" in svg
    assert "<!-- 120000 -->" not in svg


def test_the_page_of_an_ungraded_submission_says_why() -> None:
    text = Page(feedback.feedback_page(REFUSED)).text
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
    tables.grades_csv(map(Row.of, [zoe, evil, ada]), path)
    with path.open(newline="", encoding="utf-8-sig") as file:
        rows = list(csv.reader(file))
    assert rows == [
        ["submission", "status", "score", "possible", "adam", "networks", "adam_written"],
        ["'=1+1", "'@SUM(1) [31m, or so", "", "6.5", "", "", ""],
        ["ada", "graded", "4", "6.5", "4", "0", ""],
        ["zoe", "graded", "6.5", "6.5", "4", "2.5", ""],
    ]
    tables.grades_csv([Row.of(REFUSED)], path)
    assert path.read_text().splitlines()[1] == "bob,This is not a notebook but a PDF file.,,"


def test_the_table_fits_a_terminal() -> None:
    names = ["data_relation", "he_init", "adam", "networks"]
    names += ["gan_losses", "gan_step", "untrained_generator", "cubic_gan"]
    ada = graded(*(question(name, 4, name != "adam") for name in names), name="submission_1-gan")
    console = Console(width=80)
    with console.capture() as capture:
        console.print(tables.table([Row.of(REFUSED), Row.of(ada)]))
    lines = capture.get().splitlines()
    assert max(map(len, lines)) <= 80
    assert "…" not in capture.get()
    (row,) = [line.split() for line in lines if line.startswith("submission_1")]
    assert row[1:] == ["4", "4", "0", "4", "4", "4", "4", "4", "28"]
    (row,) = [line.split() for line in lines if line.startswith("possible")]
    assert row == ["possible", *["4"] * 8, "32"]
    assert "bob: This is not a notebook but a PDF file." in capture.get()


def test_the_table_of_more_questions_than_fit_goes_on_below() -> None:
    names = ["data_relation", "he_init", "adam", "networks", "gan_losses", "gan_step"]
    names += ["untrained_generator", "cubic_gan", "tanh_scaling", "latent_size", "convergence"]
    names += ["label_smoothing"]
    worth = {name: number + 10.5 for number, name in enumerate(names)}
    ada = graded(*(question(n, p, n != "adam") for n, p in worth.items()), name="ada-of_2024_gan")
    console = Console(width=80)
    with console.capture() as capture:
        console.print(tables.table([Row.of(REFUSED), Row.of(ada)]))
    lines = capture.get().splitlines()
    assert max(map(len, lines)) <= 80
    assert "…" not in capture.get()

    def cells(of: str) -> list[str]:
        return [cell for line in lines if line.startswith(of) for cell in line.split()[1:]]

    marks = [0 if name == "adam" else points for name, points in worth.items()]
    assert cells("ada-of_2024") == [f"{points:g}" for points in [*marks, sum(marks)]]
    assert cells("possible") == [f"{points:g}" for points in [*worth.values(), sum(worth.values())]]
    assert cells("bob ") == ["–"] * 13
    words = capture.get().split()
    assert all(piece in words for name in names for piece in name.replace("_", "_ ").split())
    assert capture.get().count("bob: This is not a notebook but a PDF file.") == 1


def test_the_table_of_nothing_graded_prints_markup_as_text() -> None:
    console = Console(width=80)
    with console.capture() as capture:
        console.print(tables.table([Row.of(Result("[bold]x", "function_gan", "[red]No\x1b[2J"))]))
    assert "[bold]x: [red]No[2J" in capture.get()


# --- feedback.html with final marks ----------------------------------------------------------


def final_page(result: Result, *questions: Graded, **fields: Any) -> str:
    return " ".join(
        Page(feedback.feedback_page(result, Final(result, questions, **fields))).text.split()
    )


LEVELS = (Level(2, "Both."), Level(1, "One."), Level(0, "Neither."))


def test_a_correction_stands_with_the_tests_that_it_overrules() -> None:
    tested = question("adam", 4, True, False)
    override = Override("ada", "adam", 3, "Nearly right.", "Eve", "overrides.csv, line 2")
    result = graded(tested)
    text = final_page(result, Graded("adam", 4, 3, tested, override=override))
    assert "adam a correction 3 / 4" in text
    told = "adam 3 of 4 points Corrected by Eve: Nearly right. The tests alone gave 0 of 4 points."
    assert text.count(told) == 1
    assert text.count("of 4 points") == 3  # these, and the total


def test_who_marks_a_question_of_a_notebook_that_could_not_be_graded() -> None:
    text = final_page(REFUSED, Graded("adam", 4, None), Graded("essay", 2, 1, rubric=LEVELS))
    assert "adam the tests open / 4 essay a person 1 / 2" in text
    assert "1 points so far Not marked yet: adam." in text


def test_marks_that_are_not_final_are_not_shown_as_a_total() -> None:
    tested = question("adam", 4, True)
    marked = Graded("adam", 4, 4, tested)
    assert "4 of 4 points" in final_page(graded(tested), marked).split("Overview")[0]
    waiting = final_page(graded(tested), marked, undecided=("time not known",))
    assert "4 points so far This is not final yet." in waiting
    assert "of 4 points" not in waiting.split("Overview")[0]
