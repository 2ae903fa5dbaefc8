"""The class report's data and statistics; what a browser makes of it is tested elsewhere."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import weakref
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from gangrade.reports import class_page
from gangrade.reports.class_page import discrimination
from gangrade.results import records
from gangrade.results.failure import Failure, Place, Why
from gangrade.results.records import Record
from gangrade.results.result import Evidence, QuestionResult, Result, TestResult
from gangrade.subjects import SUBJECTS
from gangrade.subjects.scenes import Images
from make_class import HOSTILE, QUESTIONS, known, picture, record, refused
from make_class import records as a_class
from make_results import Page, question


class Report:
    """A written page, and the data in it."""

    def __init__(self, path: Path, *submissions: Record, **others: Any) -> None:
        class_page.write(iter(submissions), path / "report.html", **others)
        self.html = (path / "report.html").read_text(encoding="utf-8")
        self.scripts = re.findall(r"<script[^>]*>(.*?)</script>", self.html, re.DOTALL)
        self.data = json.loads(self.scripts[0])
        self.details = [json.loads(line) for line in self.scripts[1].splitlines()]
        visible = re.sub(r"<(script|style)[^>]*>.*?</\1>", "", self.html, flags=re.DOTALL)
        self.page = Page(re.sub(r"<input[^>]*>", "", visible))
        self.text = self.page.text

    def row(self, name: str) -> int:
        return [row[0] for row in self.data["rows"]].index(name)

    def group(self, section: str, title: str) -> list[str]:
        """Return the names of the submissions in a group."""
        (rows,) = [rows for *at, rows in self.data["groups"] if at == [section, title]]
        return [self.data["rows"][row][0] for row in rows]


def marked(name: str, *passed: bool, **fields: Any) -> Record:
    """A submission with questions q0, q1, … of two points each."""
    questions = [question(f"q{number}", 2, ok) for number, ok in enumerate(passed)]
    return Record(Result(name, "small", None, tuple(questions), **fields))


# --- statistics ------------------------------------------------------------------------------


def test_discrimination_is_the_corrected_correlation() -> None:
    assert discrimination([True, True, False, False], [3, 4, 1, 0]) == pytest.approx(
        np.corrcoef([1, 1, 0, 0], [3, 4, 1, 0])[0, 1]
    )
    assert discrimination([True, False], [0, 1]) == pytest.approx(-1)
    for passed, rest in [([], []), ([True], [1]), ([True, True], [1, 2]), ([True, False], [1, 1])]:
        assert discrimination(passed, rest) is None


def test_marks_by_question(tmp_path: Path) -> None:
    report = Report(
        tmp_path,
        marked("ada", True, True, True),
        marked("bob", True, False, True),
        marked("eve", False, False, True),
        refused("zoe", "The file is empty."),
    )
    # Without its own points, q0 is passed by those with 4 and 2 points and failed by one with 2.
    assert "q0 2 67 % 0.50 1" in report.text
    assert "q1 2 33 % 0.87 2" not in report.text
    assert "q1 2 33 % 0.50 2" in report.text
    assert "q2 2 100 % – 0" in report.text
    assert report.group("Questions failed", "q1") == ["bob", "eve"]
    assert report.group("Failed tests of q0", "Test 1") == ["eve"]
    assert "4 submissions 3 graded, 1 not graded" in report.text
    assert "mean 4 median 4" in report.text


@pytest.mark.parametrize("worth", [0.3, 1, 6, 24, 32, 100, 1234.5])
def test_the_histogram_has_all_scores(tmp_path: Path, worth: float) -> None:
    class_of = [
        Record(Result(f"s{n}", "small", None, (QuestionResult("q", worth, score, ()),)))
        for n, score in enumerate(np.linspace(0, worth, 31).tolist())
    ]
    report = Report(tmp_path, *class_of)
    table = report.html.split("The histogram as a table")[1].split("</table>")[0]
    counts = [int(count) for count in re.findall(r'<td class="number">(\d+)</td>', table)]
    assert sum(counts) == 31
    assert counts[0] and counts[-1] == 1  # full marks have a bar of their own
    assert report.html.count('<rect class="bar"') == len(counts) <= 26


@pytest.mark.parametrize("worth", [0.3, 1, 6, 24, 32, 100, 1234.5])
def test_the_lines_of_the_histogram_stand_at_their_values(tmp_path: Path, worth: float) -> None:
    scores = (np.linspace(0, 1, 31) ** 2 * worth).round(2)
    class_of = [
        Record(Result(f"s{n}", "small", None, (QuestionResult("q", worth, score, ()),)))
        for n, score in enumerate(scores.tolist())
    ]
    html = Report(tmp_path, *class_of).html
    ticks = re.findall(r'<text x="([\d.]+)" y="220" text-anchor="middle">([\d.]+)</text>', html)
    places, values = np.array(ticks, float).T
    for name, value in {"mean": scores.mean(), "median": np.median(scores)}.items():
        [place] = re.findall(rf'<line class="{name}" x1="([\d.]+)"', html)
        # By the axis as people read it, to the tenth of a pixel that places are written in.
        scale = (places[-1] - places[0]) / (values[-1] - values[0])
        assert float(place) == pytest.approx(places[0] + (value - values[0]) * scale, abs=0.2)


def test_times_and_memory(tmp_path: Path) -> None:
    report = Report(
        tmp_path,
        *[
            marked(f"s{n}", True, seconds={"cells": n, "tests": 1}, peak_memory=n)
            for n in range(11)
        ],
    )
    assert "cells 5.0 s 9.0 s 10.0 s" in report.text
    assert "all phases 6.0 s 10.0 s 11.0 s" in report.text
    assert "memory 5.5 MB 9.1 MB 10.0 MB" in report.text


def test_failures_are_grouped_by_kind(tmp_path: Path) -> None:
    cells = (
        Failure("name 'x' is not defined", Why.RAISED, cell=3, type="NameError", place=Place(3, 2)),
        Failure("name 'y' is not defined", Why.RAISED, cell=9, type="NameError"),
        Failure("it did not end within 120 s of computing time", Why.ENDED, cell=4),
    )
    test = TestResult(
        "Test", Failure("so", Why.RAISED, "he_uniform", type="ZeroDivisionError"), hidden=False
    )
    failed = Result("eve", "small", None, (QuestionResult("q0", 2, 0, (test,)),))
    report = Report(
        tmp_path,
        marked("ada", True, failed_cells=cells),
        marked("bob", True, failed_cells=cells[1:2]),
        Record(failed),
        refused("zoe", "The file is empty."),
    )
    assert report.group("Failures", "A cell stopped with NameError") == ["ada", "bob"]
    left_out = "A cell was left out: it did not end within 120 s of computing time"
    assert report.group("Failures", left_out) == ["ada"]
    assert report.group("Failures", "he_uniform stopped with ZeroDivisionError") == ["eve"]
    assert report.group("Status", "not graded") == ["zoe"]
    assert "zoe The file is empty." in report.text


def test_misconceptions(tmp_path: Path) -> None:
    said = "The limit should be 0.577, but it is 0.500."
    test = TestResult("Test 1 looks at one property of adam.", Failure(said), hidden=True)
    answer = QuestionResult("adam", 4, 0, (test,))
    right = replace(answer, score=4, tests=(replace(test, failure=None),))
    class_of = [Record(Result(n, "p", None, (q,))) for n, q in [("ada", right), ("eve", answer)]]
    report = Report(tmp_path, *class_of, known=known())
    assert report.data["misconceptions"] == ["Fails test 1 of adam."]
    assert report.group("Resembles", "Fails test 1 of adam.") == ["eve"]
    assert report.details[report.row("eve")]["resembles"] == [[0, 0, 1.0]]
    assert "resembles" not in report.details[report.row("ada")]
    assert "Misconceptions" not in Report(tmp_path, *class_of).text


def test_pairs_that_share_code(tmp_path: Path) -> None:
    same = tuple(range(60))
    class_of = [
        replace(marked(name, True), fingerprint=code)
        for name, code in [("ada", same), ("bob", (1, 2)), ("eve", same)]
    ]
    report = Report(tmp_path, *class_of)
    assert report.data["pairs"] == [[report.row("ada"), report.row("eve"), 1.0, 60]]
    assert report.group("Status", "shares code") == ["ada", "eve"]
    assert "Short right answers look alike by nature" in report.text
    assert Report(tmp_path, *class_of, given=same).data["pairs"] == []


# --- what is embedded ------------------------------------------------------------------------


def unpacked(text: str) -> Any:
    return np.frombuffer(base64.b64decode(text), "<u2") / 1000


@pytest.mark.parametrize("subject", list(SUBJECTS))
def test_pictures_are_small_and_right(tmp_path: Path, subject: str) -> None:
    seen = picture(subject, np.random.default_rng(0))
    result = Result("ada", "p", None, (question("q", 2, True),), evidence={"q": seen})
    # The same picture comes from a record that was read again.
    stored = records.loads(records.dumps(Record(result)))
    (drawn,) = [d["pictures"]["0"] for d in Report(tmp_path, Record(result)).details]
    again = Report(tmp_path, stored).details[0]["pictures"]["0"]
    assert drawn.keys() == again.keys()
    assert len(json.dumps(drawn)) < 4000
    losses = drawn["losses"]
    assert losses["steps"] == 3000
    assert len(unpacked(losses["d_loss"])) == 60
    assert unpacked(losses["d_loss"]).mean() * losses["top"] == pytest.approx(
        2 * np.log(2), rel=0.01
    )
    scene = SUBJECTS[subject].scene(SUBJECTS[subject].fixed_target())
    if isinstance(scene, Images):
        count, height, width = drawn["size"]
        pixels = np.frombuffer(base64.b64decode(drawn["images"]), np.uint8)
        assert len(pixels) == count * height * width == 12 * 14 * 14
        shares = (np.clip(seen.samples[:12], scene.black, 1) - scene.black) / (1 - scene.black)
        assert np.abs(pixels - 255 * shares.ravel()).max() <= 0.5 + 1e-3
    else:
        left, right, low, high = drawn["frame"]
        points = unpacked(drawn["points"]).reshape(-1, 2)
        assert len(points) == 250
        places = points * [right - left, high - low] + [left, low]
        inside = seen.samples[: len(places) + drawn["outside"]]
        nearest = [np.abs(inside - place).max(axis=1).min() for place in places]
        assert max(nearest) <= 0.001 * max(right - left, high - low)
        assert drawn["count"] == 4000


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
def test_pictures_of_failed_trainings(tmp_path: Path, changes: dict[str, Any]) -> None:
    seen = replace(picture("curve", np.random.default_rng(0)), **changes)
    result = Result("ada", "p", None, (question("q", 2, False),), evidence={"q": seen})
    (details,) = Report(tmp_path, Record(result)).details
    drawn = details["pictures"]["0"]
    if "samples" in changes:
        assert drawn["outside"] == drawn["count"] == len(seen.samples)
        assert drawn["points"] == ""


def test_long_losses_are_drawn_over_their_steps(tmp_path: Path) -> None:
    losses = {"d_loss": [1.0] * 100_003, "g_loss": [0.5] * 7}
    seen = replace(picture("curve", np.random.default_rng(0)), losses=losses, lengths={})
    result = Result("ada", "p", None, (question("q", 2, False),), evidence={"q": seen})
    (details,) = Report(tmp_path, Record(result)).details
    assert details["pictures"]["0"]["losses"]["steps"] == 100_003


def test_failed_images_are_images(tmp_path: Path) -> None:
    images = np.full((3, 14, 14), np.nan, np.float32)
    images[1] = np.inf
    seen = Evidence("gan", "digits", SUBJECTS["digits"].fixed_target(), images, {})
    result = Result("ada", "p", None, (question("q", 2, False),), evidence={"q": seen})
    (details,) = Report(tmp_path, Record(result)).details
    drawn = details["pictures"]["0"]
    assert drawn["size"] == [3, 14, 14]
    assert base64.b64decode(drawn["images"])[::196] == bytes([0, 255, 0])


def test_a_hostile_submission_takes_little(tmp_path: Path) -> None:
    long = "x" * 10**6
    test = TestResult(long, Failure(long), True, {f"{long}{n}": long for n in range(100)})
    result = Result(
        "ada", "p", None, (QuestionResult("q", 2, 0, (test,)),), warnings=(long,) * 10**4,
        seconds={"tests": float("inf")}, peak_memory=float("nan"),
    )  # fmt: skip
    report = Report(tmp_path, Record(result))
    assert len(report.html) < 250_000


def test_records_are_not_kept(tmp_path: Path) -> None:
    seen: list[weakref.ref[Record]] = []

    def stream() -> Iterator[Record]:
        for submission in a_class(30):
            assert sum(reference() is not None for reference in seen) <= 1
            seen.append(weakref.ref(submission))
            yield submission

    class_page.write(stream(), tmp_path / "report.html")
    assert len(seen) == 30
    assert (tmp_path / "report.html").stat().st_size < 400_000
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]


def test_rows_are_sorted_as_people_count(tmp_path: Path) -> None:
    names = ["submission_10", "Zoe", "submission_9", "ada", "7", "submission_²"]
    report = Report(tmp_path, *[marked(name, True) for name in names])
    assert [row[0] for row in report.data["rows"]] == [
        "7", "ada", "submission_9", "submission_10", "submission_²", "Zoe",
    ]  # fmt: skip


@pytest.mark.parametrize("submissions", [[], [refused("bob", "The file is empty.")]])
def test_nothing_graded(tmp_path: Path, submissions: list[Record]) -> None:
    report = Report(tmp_path, *submissions)
    assert "There are no marks." in report.text
    assert "Nothing was graded." in report.text


def test_questions_that_not_all_submissions_have(tmp_path: Path) -> None:
    report = Report(tmp_path, marked("ada", True), marked("bob", True, False))
    assert report.data["rows"][0][2] == [2]
    assert report.group("Questions failed", "q1") == ["bob"]


# --- safety ----------------------------------------------------------------------------------


def hostile() -> list[Record]:
    """Submissions with hostile text wherever text can be."""
    found = []
    for text in HOSTILE:
        cells = (Failure(text, Why.RAISED, cell=1, type=text), Failure(text, Why.ENDED, cell=2))
        evil = record(text, -2, message=text, warnings=(text,), failed_cells=cells)
        tests = (TestResult(text, Failure(text), hidden=False, values={text: text}),)
        found.append(
            replace(
                evil,
                result=replace(
                    evil.result,
                    questions=(*evil.result.questions, QuestionResult(text, 1, 0, tests)),
                    manual=(text,),
                    seconds={text: 1.0},
                    part=text,
                ),
                fingerprint=tuple(range(100)),
            )
        )
        found.append(refused(f"{text} refused", text))
    return found


def test_nothing_from_a_student_becomes_markup(tmp_path: Path) -> None:
    report = Report(tmp_path, *hostile())
    assert report.html.count("<script") == report.html.count("</script") == 3
    assert "<!--" not in report.html
    assert "<img" not in report.html
    for tag, attributes in report.page.elements:
        assert tag not in {"img", "iframe", "object", "embed", "link", "base"}
        assert not any(name.startswith("on") or name == "style" for name in attributes)
        assert str(attributes.get("href", "#")).startswith("#")
    # Names come through as they are, but for the half character.
    names = {row[0] for row in report.data["rows"]}
    assert {text for text in HOSTILE if "\ud800" not in text} < names
    assert "half ? character" in names


def test_the_policy_names_the_only_script_and_the_only_style(tmp_path: Path) -> None:
    html = Report(tmp_path, *a_class(3)).html
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', html)
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    for tag in ("script", "style"):
        (source,) = re.findall(rf"<{tag}>(.*?)</{tag}>", html, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert not re.search(r"\sstyle=|https?://(?!www\.w3\.org/2000/svg)|@import|url\(", html)
    assert "innerHTML" not in html


def test_the_parts_have_labels(tmp_path: Path) -> None:
    page = Report(tmp_path, *a_class(60), known=known()).page
    ids = [str(attributes["id"]) for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    labels = {str(a["aria-labelledby"]) for _, a in page.elements if "aria-labelledby" in a}
    links = {str(a["href"])[1:] for a in page.attributes("a")}
    assert labels | links <= set(ids)
    assert all(a.get("role") == "img" and a.get("aria-label") for a in page.attributes("svg"))
    for name in [*QUESTIONS, "adam_written marked by a person"]:
        assert name in page.text
