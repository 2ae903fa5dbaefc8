"""Marks that people give: codes of answers, and the files that are filled in."""

from __future__ import annotations

from pathlib import Path

import pytest
from gangrade.marking.marks import (
    MARKS,
    MAX_COMMENT,
    OVERRIDES,
    code,
    read_marks,
    read_overrides,
    write_marks,
)
from gangrade.writing import rows


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
    assert marks[1].where == f"{tmp_path / 'tutor.csv'}, line 3"


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
        ("", "The file is empty"),
        (
            ",".join(MARKS) + "\none,AAAA2222,,two,,\n",
            "line 2: points should be a number such as 2 or 1.5, not “two”",
        ),
        (",".join(MARKS) + '\none,"AAAA', "Line 2 is not CSV"),
        (",".join(MARKS) + ",Points\none,AAAA2222,,1,,Eve,2\n", "has the column points twice"),
    ],
)
def test_marks_that_cannot_be_used(text: str, said: str, tmp_path: Path) -> None:
    marks, [problem] = read_marks(file(tmp_path, text))
    assert marks == []
    assert said in problem


def test_no_file_is_told(tmp_path: Path) -> None:
    assert read_marks(tmp_path / "none.csv")[1] == [
        f"{tmp_path / 'none.csv'}: There is no such file."
    ]


def test_corrections_are_read(tmp_path: Path) -> None:
    text = "submission,question,points,reason,who\nada,one,2,Appeal,Eve\n,,,,\nbob,one,1,,Eve\n"
    [line], [problem] = read_overrides(file(tmp_path, text))
    assert (line.submission, line.question, line.points, line.reason, line.who) == (
        *("ada", "one", 2, "Appeal", "Eve"),
    )
    assert problem == f"{tmp_path / 'marks.csv'}, line 4: reason should not be empty."


@pytest.mark.parametrize("points", ["1", "+1", "1.0", "1,00", " 01 "])
def test_numbers_as_people_write_them(points: str, tmp_path: Path) -> None:
    [mark], problems = read_marks(
        file(tmp_path, ",".join(MARKS) + f'\none,AAAA2222,,"{points}",,\n')
    )
    assert (mark.points, problems) == (1, [])


@pytest.mark.parametrize(
    "points", ["-1", "-0", "nan", "inf", "1e0", "1_0", "1,000", "1,0,0", ".5", "9" * 400]
)
def test_what_is_no_number_is_told(points: str, tmp_path: Path) -> None:
    text = ",".join(MARKS) + f'\none,AAAA2222,,"{points}",,\n'
    marks, [problem] = read_marks(file(tmp_path, text))
    assert marks == []
    assert f"points should be a number such as 2 or 1.5, not “{points}”" in problem


@pytest.mark.parametrize(
    "line",
    [
        "one,AAAA2222,v1,1,5,Good,Eve",  # 1,5 without quotes
        "one,AAAA2222,v1,1,5,,",
        "one,AAAA2222,v1,1,Good, but short,Eve",
    ],
)
@pytest.mark.parametrize("extra", ["", ","])  # a column without a name, as spreadsheets write it
def test_a_comma_without_quotes_is_told(line: str, extra: str, tmp_path: Path) -> None:
    text = f"{','.join(MARKS)}{extra}\n{line}{extra}\ntwo,BBBB3333,v1,1,,Eve{extra}\n"
    [mark], [problem] = read_marks(file(tmp_path, text))
    assert mark.question == "two"
    assert "line 2: there are more cells than columns" in problem
    assert "A cell with a comma in it needs quotes" in problem


def test_a_correction_with_a_comma_is_told(tmp_path: Path) -> None:
    text = ",".join(OVERRIDES) + "\nada,one,1,5,Appeal,Prof. Klein\n"
    corrections, [problem] = read_overrides(file(tmp_path, text))
    assert corrections == []
    assert "line 2: there are more cells than columns" in problem


def test_cells_may_be_missing_at_the_end(tmp_path: Path) -> None:
    path = file(tmp_path, ",".join(MARKS) + ",,\none,AAAA2222,v1,1,,,,\ntwo,BBBB3333,v1,2\n")
    marks, problems = read_marks(path)
    assert ([mark.points for mark in marks], problems) == ([1, 2], [])


def test_lines_are_those_of_the_file(tmp_path: Path) -> None:
    first = 'one,AAAA2222,v1,1,"Good,\nbut\nshort",Eve'
    path = file(tmp_path, f"{','.join(MARKS)}\n{first}\n\ntwo,BBBB3333,v1,two,,Eve\n")
    [mark], [problem] = read_marks(path)
    assert mark.where == f"{path}, line 2"
    assert problem.startswith(f"{path}, line 6: ")


def test_files_of_one_name_are_told_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    path = Path("tutor") / "marks.csv"
    path.parent.mkdir()
    for text in ("x", '"', ",".join(MARKS) + "\none,AAAA2222,,x,,\n"):
        path.write_text(text, "utf-8")
        assert read_marks(path)[1][0].startswith(str(path))
    path.write_bytes(b"\xff")
    assert read_marks(path)[1][0].startswith(f"{path}: Line ")
    assert read_marks(path.parent)[1][0].startswith(f"{path.parent}: The file cannot be read")


def test_a_long_comment_is_told_not_cut(tmp_path: Path) -> None:
    def marked(comment: str) -> Path:
        return file(tmp_path, f"{','.join(MARKS)}\none,AAAA2222,v1,1,{comment},Eve\n")

    [mark], problems = read_marks(marked("x" * MAX_COMMENT))
    assert (len(mark.comment), problems) == (MAX_COMMENT, [])
    marks, [problem] = read_marks(marked("x" * (MAX_COMMENT + 1)))
    assert marks == []
    assert "the comment has 4001 characters, and 4000 are the most" in problem


def test_tables_of_others_are_read_in_the_same_way(tmp_path: Path) -> None:
    path = file(tmp_path, "\n;;\nTime;Note;Submission\nnow;;ada\n;;\n")
    assert rows(path, ("submission", "time")) == (
        [(f"{path}, line 4", {"time": "now", "note": "", "submission": "ada"})],
        [],
    )
