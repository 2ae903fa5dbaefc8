"""Due dates, lateness and attempts: the course file, and what lateness costs."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from gangrade.errors import InputError
from gangrade.finals.terms import Terms, read_times, time_of
from gangrade.results.lateness import Amount, Policy

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
    assert terms.extensions == {"ada@uni.example": DUE + 7 * DAY}


def test_a_table_without_lines_has_no_terms(tmp_path: Path) -> None:
    path = course(tmp_path, f"{COURSE}[image_gan]\n")
    assert Terms.read(path, "image_gan") == Terms()
    assert Terms.read(path, "function_gan").due == DUE


def test_editors_may_put_a_mark_first(tmp_path: Path) -> None:
    path = course(tmp_path, "\ufeff" + COURSE)
    assert Terms.read(path, "function_gan").due == DUE


def test_names_of_extensions_are_read_without_spaces(tmp_path: Path) -> None:
    text = COURSE.replace('"Ada@uni.example"', '" Ada@uni.example "')
    terms = Terms.read(course(tmp_path, text), "function_gan")
    assert terms.extensions == {"ada@uni.example": DUE + 7 * DAY}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("2026-11-20T23:59:00+01:00", '"Friday"', "due should be a date, a time and a zone"),
        ("2026-11-20T23:59:00+01:00", "2026-11-20T23:59:00", "due should be a date"),
        ('"best"', '"first"', 'attempts should be "last" or "best"'),
        ('"10 %"', '"ten"', "ten is no amount"),
        ("grace_minutes = 15", "grace_minutes = -1", "grace_minutes should be a number"),
        ("grace_minutes = 15", "grace_minutes = nan", "from 0 to 525600"),
        ("grace_minutes = 15", "grace_minutes = inf", "from 0 to 525600"),
        ("grace_minutes = 15", "grace_minutes = 1e15", "from 0 to 525600"),
        ("grace_minutes = 15", "grace_minutes = true", "from 0 to 525600"),
        ('"10 %"', f'"{"9" * 400}"', "is no amount"),
        ("grace_minutes", "grace", "late has no grace;"),
        ("due =", "deadline =", "there is no deadline;"),
        (
            "extensions = {",
            'extensions = { " ada@uni.example" = 2026-11-28T23:59:00+01:00, ',
            "extensions has Ada@uni.example twice",
        ),
        ("[function_gan]", "[function_gan", "is not TOML"),
        ("[function_gan]", f"x = {'[' * 9999}", "is not TOML"),
        ("[function_gan]", f"x = {'9' * 9999}\n[function_gan]", "is not TOML"),
        ("[function_gan]", "", "due, attempts, late, extensions should be in the table of a part"),
        ("[function_gan]", "name = 'GAN'\n[function_gan]", "name should be in the table of a part"),
        ("late =", "[late]\nx =", "late should be in the table of a part"),
        ("[function_gan]", "[functoin_gan]", "no table [function_gan]; there are [functoin_gan]."),
        (COURSE, "", "no table [function_gan]; there is no other either."),
    ],
)
def test_mistakes_are_told(old: str, new: str, said: str, tmp_path: Path) -> None:
    assert COURSE.count(old) >= 1
    with pytest.raises(InputError, match=r"course\.toml") as caught:
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
    # The zip of the export as it was downloaded.
    assert time_of("assignment_9_export-submission_12-function_gan", times) == found
    assert time_of("assignment_9_export-submission_12", times) == found


TIMES = {name: DUE + n * DAY for n, name in enumerate(["ada", "anna", "submission_1"])}


@pytest.mark.parametrize(
    "name",
    [
        "anna-maria",
        "ada-2",  # find() adds this to a name that is taken
        "x-ada",
        "submission_1-2",
        "submission_12-gan",
        "my_submission_1-gan",
        "submission_2-submission_1",  # the student's name for a file in Gradescope's folder
    ],
)
def test_nobody_gets_the_time_of_another(name: str) -> None:
    assert time_of(name, TIMES) is None
    assert time_of(name, {**TIMES, name: DUE}) == DUE


def test_tables_of_times_are_read_like_those_of_marks(tmp_path: Path) -> None:
    path = tmp_path / "times.csv"
    lines = ("Submission;Time", "ada;2026-11-20T23:00:00+01:00", ";", "ada;2026-11-20T22:00:00Z")
    path.write_text("\ufeff" + "\r\n".join(lines) + "\r\n", "utf-8")  # twice, but the same time
    assert read_times(path) == {"ada": DUE - dt.timedelta(minutes=59)}


def test_no_file_of_times_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.csv: There is no such file"):
        read_times(tmp_path / "none.csv")
    with pytest.raises(InputError, match=r"none\.yml cannot be read"):
        read_times(tmp_path / "none.yml")


ZONE = "should be a date, a time and a zone, such as 2026-11-20T23:59:00+01:00, not"
ADA = "submission,time\nada,2026-11-20T23:00:00Z\n"


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("times.csv", "name,when\nada,now\n", "has no times"),
        ("times.csv", "submission,time\n", "has no times"),
        ("times.csv", "", "has no times"),
        ("times.csv", ADA + "bob,yesterday\n", f"line 3: the time of bob {ZONE} “yesterday”."),
        ("times.csv", "submission,time\nada,2026-11-20\n", f"{ZONE} “2026-11-20”."),
        ("times.csv", "submission,time\nada,2026-11-20T23:00:00\n", ZONE),
        ("times.csv", "time,submission\n2026-11-20T23:00:00Z\n", "submission should not be empty"),
        ("times.csv", "submission,time\nada\n", ZONE),
        ("times.csv", ADA + "ada,2026-11-21T23:00:00Z\n", "line 3: ada has another time"),
        ("times.csv", ADA + "bob,2026-11-21,23:00\n", "line 3: there are more cells"),
        ("times.csv", f'submission,time\n"{"x" * 200_000}', "Line 2 is not CSV"),
        ("metadata.yml", "- 1\n", "has no times"),
        ("metadata.yml", "{", "has no times"),
        ("metadata.yml", "[" * 9999, "has no times"),
        ("metadata.yml", "submission_1:\n  :created_at: 2026-13-45\n", "has no times"),
        ("metadata.yml", "submission_1:\n  :created_at: soon\n", f"of submission_1 {ZONE} “soon”."),
    ],
)
def test_times_that_cannot_be_used(name: str, text: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    with pytest.raises(InputError, match=name) as caught:
        read_times(path)
    assert said in str(caught.value)
