"""Due dates, lateness and attempts: the course file, and what lateness costs."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from gangrade.terms import Amount, Policy, Terms, read_times, time_of

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
DUE = dt.datetime(2026, 11, 20, 22, 59, tzinfo=dt.UTC)
COURSE = """
[function_gan]
due = 2026-11-20T23:59:00+01:00
attempts = "best"
late = { per_day = "10 %", grace_minutes = 15, most = "25 %" }
extensions = { "Ada@uni.example" = 2026-11-27T23:59:00+01:00 }
"""


def course(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "course.toml"
    path.write_text(text, "utf-8")
    return path


def test_the_terms_of_a_part(tmp_path: Path) -> None:
    terms = Terms.read(course(tmp_path, COURSE), "function_gan")
    assert (terms.due, terms.attempts) == (DUE, "best")
    assert terms.late == Policy(Amount(10, True), dt.timedelta(minutes=15), Amount(25, True))
    assert terms.due_for(["17", "ada@uni.example"]) == DUE + 7 * DAY
    assert terms.due_for(["bob@uni.example"]) == DUE
    assert Terms.read(course(tmp_path, COURSE), "image_gan") == Terms()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("2026-11-20T23:59:00+01:00", '"Friday"', "due should be a date, a time and a zone"),
        ("2026-11-20T23:59:00+01:00", "2026-11-20T23:59:00", "due should be a date"),
        ('"best"', '"first"', 'attempts should be "last" or "best"'),
        ('"10 %"', '"ten"', "ten is no amount"),
        ("grace_minutes = 15", "grace_minutes = -1", "grace_minutes should be a number"),
        ("grace_minutes", "grace", "late has no grace;"),
        ("due =", "deadline =", "there is no deadline;"),
        ("[function_gan]", "[function_gan", "is not TOML"),
    ],
)
def test_mistakes_are_told(old: str, new: str, said: str, tmp_path: Path) -> None:
    assert COURSE.count(old) >= 1
    with pytest.raises(ValueError, match=r"course\.toml") as caught:
        Terms.read(course(tmp_path, COURSE.replace(old, new, 1)), "function_gan")
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("late", "days"),
    [
        (-DAY, 0),
        (dt.timedelta(minutes=15), 0),
        (dt.timedelta(minutes=16), 1),
        (DAY, 1),
        (DAY + dt.timedelta(seconds=1), 2),
        (9 * DAY, 9),
    ],
)
def test_each_day_that_has_begun_counts(late: dt.timedelta, days: int) -> None:
    assert Policy(Amount(1), dt.timedelta(minutes=15)).days(late) == days


def test_what_lateness_costs() -> None:
    share = Policy(Amount(10, True))
    assert share.penalty(2 * DAY, 30, 45) == 9
    assert share.penalty(9 * DAY, 30, 45) == 30  # not more than was earned
    assert Policy(Amount(1.5)).penalty(2 * DAY, 30, 45) == 3
    assert Policy(Amount(10, True), most=Amount(25, True)).penalty(9 * DAY, 30, 45) == 11.25
    assert Policy().penalty(9 * DAY, 30, 45) == 0


def test_times_in_a_table(tmp_path: Path) -> None:
    path = tmp_path / "times.csv"
    path.write_text("submission,time\nada,2026-11-20T23:00:00+01:00\n", "utf-8")
    assert read_times(path) == {"ada": DUE - dt.timedelta(minutes=59)}


def test_times_of_gradescope(tmp_path: Path) -> None:
    path = tmp_path / "submission_metadata.yml"
    path.write_text(
        "---\nsubmission_12:\n  :submitters:\n  - :name: Ada\n    :sid: '7'\n"
        "  :created_at: 2026-11-20 22:00:00.123000000 Z\n  :score: 1.0\n",
        "utf-8",
    )
    times = read_times(path)
    found = time_of("submission_12-function_gan", times)
    assert found is not None
    assert found.replace(microsecond=0) == DUE - dt.timedelta(minutes=59)
    assert time_of("submission_123-function_gan", times) is None


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("times.csv", "name,when\nada,now\n", "has no times"),
        ("times.csv", "submission,time\nada,yesterday\n", "ada has no time that can be read"),
        ("times.csv", "submission,time\nada,2026-11-20T23:00:00\n", "has no zone"),
        ("metadata.yml", "- 1\n", "has no times"),
        ("metadata.yml", "{", "has no times"),
    ],
)
def test_times_that_cannot_be_used(name: str, text: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    with pytest.raises(ValueError, match=name) as caught:
        read_times(path)
    assert said in str(caught.value)
