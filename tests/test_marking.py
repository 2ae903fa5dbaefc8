"""Marks that people give: codes of answers, and the files that are filled in."""

from __future__ import annotations

from pathlib import Path

import pytest
from gangrade.marking import MARKS, code, read_marks, read_overrides, write_marks


def test_codes_tell_nothing_and_do_not_meet() -> None:
    codes = {code("secret", "part", q, f"s{n}") for q in ("one", "two") for n in range(2000)}
    assert len(codes) == 4000
    assert all(len(c) == 8 and c.isalnum() for c in codes)
    assert code("secret", "part", "one", "s1") == code("secret", "part", "one", "s1")
    assert code("other", "part", "one", "s1") not in codes


def file(tmp_path: Path, text: str, name: str = "marks.csv") -> Path:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    return path


def test_an_empty_file_is_read_as_nothing_marked(tmp_path: Path) -> None:
    text = write_marks([("one", "AAAA2222", "0123456789ab"), ("two", "BBBB3333", "ba9876543210")])
    assert text.splitlines()[0] == "\ufeff" + ",".join(MARKS)
    assert read_marks(file(tmp_path, text)) == ([], [])


def test_marks_are_read(tmp_path: Path) -> None:
    text = (
        "question,answer,version,points,comment,grader\n"
        'one,aaaa2222,0123,1.5,"Good, but ""short""",Eve\n'
        "two,BBBB3333,4567,0,,\n"
    )
    marks, problems = read_marks(file(tmp_path, text, "tutor.csv"))
    assert problems == []
    assert [(m.question, m.answer, m.points, m.comment, m.grader) for m in marks] == [
        ("one", "AAAA2222", 1.5, 'Good, but "short"', "Eve"),
        ("two", "BBBB3333", 0, "", "tutor"),
    ]
    assert marks[1].where == "tutor.csv, line 3"


@pytest.mark.parametrize("separator", [";", "\t"])
def test_spreadsheets_of_other_countries(separator: str, tmp_path: Path) -> None:
    lines = [MARKS, ("one", "AAAA2222", "", "1,5", "", "Eve")]
    text = "\ufeff" + "\r\n".join(separator.join(line) for line in lines) + "\r\n"
    [mark], problems = read_marks(file(tmp_path, text))
    assert (mark.points, problems) == (1.5, [])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("question,answer,points,comment,grader\n", "has no column version"),
        ("", "has no column question"),
        (
            ",".join(MARKS) + "\none,AAAA2222,,two,,\n",
            "line 2: points should be a number, not “two”",
        ),
        (",".join(MARKS) + "\none,AAAA2222,,-1,,\n", "points should be a number"),
        (",".join(MARKS) + "\none,AAAA2222,,nan,,\n", "points should be a number"),
        (",".join(MARKS) + '\none,"AAAA', "is not a CSV file"),
    ],
)
def test_marks_that_cannot_be_used(text: str, said: str, tmp_path: Path) -> None:
    marks, [problem] = read_marks(file(tmp_path, text))
    assert marks == []
    assert said in problem


def test_no_file_is_told(tmp_path: Path) -> None:
    assert read_marks(tmp_path / "none.csv")[1] == [f"There is no file {tmp_path / 'none.csv'}."]


def test_corrections_are_read(tmp_path: Path) -> None:
    text = "submission,question,points,reason,who\nada,one,2,Appeal,Eve\n,,,,\nbob,one,1,,Eve\n"
    [line], [problem] = read_overrides(file(tmp_path, text))
    assert (line.submission, line.question, line.points, line.reason, line.who) == (
        *("ada", "one", 2, "Appeal", "Eve"),
    )
    assert problem == "marks.csv, line 4: reason should not be empty."
