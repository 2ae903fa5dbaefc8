"""The command line: what it says, and its exit statuses."""

from __future__ import annotations

import csv
import errno
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import nbformat
import pytest
from conftest import MakePart
from gangrade.cli import app, common
from gangrade.errors import in_words
from gangrade.grading import batch
from gangrade.part.course import Course
from gangrade.release import kit
from gangrade.results import records
from gangrade.results.records import Record
from gangrade.results.result import Result, Row
from make_results import read_results
from typer.testing import CliRunner

TESTS = '''
def test_hidden_double(double):
    """It doubles."""
    assert checks.scalar(double(3), "double(3)") == 6, "double(3) should be 6."
'''


@pytest.fixture
def autograder(make_part: MakePart, tmp_path: Path) -> Path:
    make_part({"double": TESTS})
    return tmp_path / "autograder"


def notebook(path: Path, *cells: str) -> Path:
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(book, path)
    return path


pytestmark = pytest.mark.usefixtures("in_process")


def table(out: Path) -> dict[str, dict[str, str]]:
    text = (out / "grades.csv").read_text(encoding="utf-8-sig")
    return {row["submission"]: row for row in csv.DictReader(text.splitlines())}


def run(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, " ".join(result.output.split())


def test_grade_writes_marks_and_pages(autograder: Path, tmp_path: Path) -> None:
    work, out = tmp_path / "work", tmp_path / "out"
    notebook(work / "right.ipynb", "def double(x):\n    return 2 * x")
    notebook(work / "wrong.ipynb", "def double(x):\n    return x ** 2")
    code, said = run("grade", "--part", "small", "--out", out, "--autograder", autograder, work)
    assert code == 0, said
    rows = list(table(out).values())
    assert [(row["submission"], row["score"], row["double"]) for row in rows] == [
        ("right", "2", "2"),
        ("wrong", "0", "0"),
    ]
    results = read_results(out / "wrong" / "results.json")
    assert results["score"] == 0
    assert "double(3) should be 6." in results["tests"][0]["output"]
    assert "It doubles." in (out / "right" / "feedback.html").read_text(encoding="utf-8")


def test_one_that_cannot_be_graded_does_not_stop_the_others(
    autograder: Path, tmp_path: Path
) -> None:
    work, out = tmp_path / "work", tmp_path / "out"
    notebook(work / "right.ipynb", "def double(x):\n    return 2 * x")
    (work / "broken.ipynb").write_text("no notebook", encoding="utf-8")
    code, said = run("grade", "--part", "small", "--out", out, "--autograder", autograder, work)
    assert code == 1
    assert "This is not a notebook but plain text" in said
    rows = table(out)
    assert rows["right"]["score"] == "2"
    assert rows["broken"]["score"] == ""


def test_a_second_run_keeps_the_first(autograder: Path, tmp_path: Path) -> None:
    work, out = tmp_path / "work", tmp_path / "out"
    notebook(work / "right.ipynb", "def double(x):\n    return 2 * x")
    notebook(work / "wrong.ipynb", "def double(x):\n    return x ** 2")
    arguments = ["grade", "--part", "small", "--out", out, "--autograder", autograder]
    code, said = run(*arguments, work)
    assert code == 0, said
    assert "2 of 2 submissions graded. Mean 1.0, median 1.0 of 2 points." in said
    for page in ("report.html", "wrong/feedback.html"):
        assert "<html" in (out / page).read_text(encoding="utf-8")
    notebook(work / "wrong.ipynb", "def double(x):\n    return x + x")
    code, said = run(*arguments, work)
    assert "2 of 2 submissions graded, 1 of them before" in said
    assert "Mean 2.0" in said
    code, said = run(*arguments, work / "right.ipynb")
    assert code == 0, said
    assert "1 of 1 submissions graded, 1 of them before" in said
    assert "1 more lie in the folder from earlier runs" in said
    assert list(table(out)) == ["right", "wrong"]
    code, said = run(*arguments, "--again", work)
    assert "before" not in said


def test_a_roster_says_whose_each_is(autograder: Path, tmp_path: Path) -> None:
    work, out = tmp_path / "work", tmp_path / "out"
    notebook(work / "ada.ipynb", "def double(x):\n    return 2 * x")
    notebook(work / "ada_final.ipynb", "def double(x):\n    return 2 * x  ")
    notebook(work / "stranger.ipynb", "def double(x):\n    return 2 * x")
    roster = tmp_path / "roster.csv"
    roster.write_text("id,name,login\n7,Ada Lovelace,ada\n8,Bob,bob\n", encoding="utf-8")
    arguments = ["grade", "--part", "small", "--out", out, "--autograder", autograder]
    code, said = run(*arguments, "--roster", roster, work)
    assert code == 0, said
    assert '"stranger" fits no student' in said
    assert "1 of 2 in the roster have no submission: Bob (8)." in " ".join(said.split())
    assert "ada.ipynb and ada_final.ipynb hold the same work: graded once, as ada" in said
    page = (out / "ada" / "feedback.html").read_text(encoding="utf-8")
    assert "with the same work: ada_final.ipynb" in page
    report = (out / "report.html").read_text(encoding="utf-8")
    assert "Ada Lovelace (7)" in report and "<bdi>Bob (8)</bdi>" in report
    rows = table(out)
    assert (rows[""]["student"], rows[""]["status"]) == ("Bob", "nothing handed in")
    assert list(rows) == ["ada", "stranger", ""]
    assert (rows["ada"]["student"], rows["ada"]["id"]) == ("Ada Lovelace", "7")
    assert (rows["stranger"]["student"], rows["stranger"]["id"]) == ("", "")
    assert "Ada Lovelace" in (out / "canvas.csv").read_text(encoding="utf-8")
    roster.write_text("%PDF-1.4", encoding="utf-8")
    code, said = run(*arguments, "--roster", roster, work)
    assert code == 2
    assert "roster.csv" in said


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["grade", "--part", "function_gan", "--out", "OUT", "missing.ipynb"], "missing.ipynb"),
        (["grade", "--part", "poetry", "--out", "OUT", "."], "There is no part “poetry”"),
        (["release", "poetry"], "There is no part “poetry”"),
        (["audit", "--only", "nothing like it"], "has 'nothing like it' in its name"),
        (["calibrate", "adam"], "Nothing to calibrate for adam"),
    ],
)
def test_wrong_usage(
    arguments: list[str],
    words: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    released_course: Path,
) -> None:
    monkeypatch.chdir(released_course)
    code, said = run(*[str(tmp_path / a) if a == "OUT" else a for a in arguments])
    assert code == 2
    assert words in said


def test_wrong_part(autograder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    work = notebook(tmp_path / "a.ipynb", "x = 1")
    out = tmp_path / "out"
    code, said = run("grade", "--part", "other", "--out", out, "--autograder", autograder, work)
    assert code == 2
    assert "grades the part small, not other" in said


@pytest.mark.parametrize(
    "arguments",
    [["grade", "--part", "small", "--out", "out", "work"], ["doctor"], ["audit"], ["calibrate"]],
)
def test_what_runs_submissions_says_that_windows_cannot(
    arguments: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    code, said = run(*arguments)
    assert code == 1
    assert said.startswith("Submissions cannot be graded on Windows itself.")


def test_outside_a_course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    code, said = run("release")
    assert code == 2
    assert "is not inside a course" in said


def test_a_bug_is_told_as_ours_and_leaves_its_traceback(
    autograder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slip(*_arguments: object, **_options: object) -> None:
        raise ValueError("a slip of ours")

    monkeypatch.setattr(batch, "grade_all", slip)
    work, out = notebook(tmp_path / "a.ipynb", "x = 1"), tmp_path / "out"
    arguments = ["grade", "--part", "small", "--out", out, "--autograder", autograder, work]
    code, said = run(*arguments)
    assert code == 1
    assert "gangrade itself failed" in said and "ValueError('a slip of ours')" in said
    assert "gangrade.log" in said and "Traceback" not in said
    assert "in slip" in (out / "gangrade.log").read_text(encoding="utf-8")
    for wordy in (["--verbose", *arguments], [*arguments, "--verbose"]):
        code, said = run(*wordy)
        assert code == 1
        assert "Traceback" in said and "in slip" in said


def test_a_bug_without_a_folder_for_results_leaves_its_traceback_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slip() -> None:
        raise KeyError("a slip of ours")

    monkeypatch.setattr(Course, "find", slip)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    code, said = run("release")
    assert code == 1
    assert "gangrade itself failed" in said
    [log] = tmp_path.glob("*/gangrade.log")
    assert "in slip" in log.read_text(encoding="utf-8")


def test_a_file_that_cannot_be_written_is_told(autograder: Path, tmp_path: Path) -> None:
    work = notebook(tmp_path / "a.ipynb", "x = 1")
    (tmp_path / "out").write_text("in the way", encoding="utf-8")
    code, said = run(
        *("grade", "--part", "small", "--out", tmp_path / "out" / "deep"),
        *("--autograder", autograder, work),
    )
    assert code == 2
    assert "cannot be made (Not a directory)" in said and "Errno" not in said


def test_a_file_that_cannot_be_read_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        Path("/proc/self/no/such").read_text(encoding="utf-8")

    monkeypatch.setattr(Course, "find", fail)
    assert run("release") == (2, "/proc/self/no/such: No such file or directory.")


def test_an_interruption_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def stop() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Course, "find", stop)
    assert run("release") == (1, "Interrupted.")


def test_the_version_is_told_and_flags_show_no_type() -> None:
    assert CliRunner().invoke(app, ["--version"]).output == f"gankit {kit.version()}\n"
    for command in ([], *([name.name] for name in app.registered_commands)):
        said = CliRunner().invoke(app, [*command, "--help"], env={"COLUMNS": "200"}).output
        assert "--help" in said and "<bool>" not in said
        assert "table [total]" in said or command != ["total"]


def test_a_dry_run_says_what_would_be_graded_and_grades_nothing(
    autograder: Path, tmp_path: Path
) -> None:
    work, out = tmp_path / "work", tmp_path / "out"
    for name in ("ada", "bob", "stranger"):
        notebook(work / f"{name}.ipynb", f"def double(x):\n    return 2 * x  # {name}")
    roster = tmp_path / "roster.csv"
    roster.write_text("id,name,login\n7,Ada Lovelace,ada\n8,Bob,bob\n9,Eve,eve\n", encoding="utf-8")
    arguments = ["grade", "--part", "small", "--out", out, "--autograder", autograder, "--jobs", 2]
    assert run(*arguments, work / "bob.ipynb")[0] == 0
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    code, said = run(*arguments, "--roster", roster, "--dry-run", work)
    assert code == 0
    assert "ada · Ada Lovelace (7)" in said
    assert "bob · Bob (8) · has a result, which is kept" in said
    assert "stranger · nobody's" in said and "No submission: Eve (9)." in said
    assert re.search(r"3 submissions, 2 to grade; 2 at a time: about \d+ s\. Nothing was", said)
    assert {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()} == before
    again = run(*arguments, "--again", "--dry-run", work)[1]
    assert "3 submissions, 3 to grade" in again and "kept" not in again


def test_a_dry_run_says_where_nothing_could_be_graded(autograder: Path, tmp_path: Path) -> None:
    work = notebook(tmp_path / "work" / "ada.ipynb", "def double(x): return 2 * x").parent
    out = tmp_path / "out"

    def dry(out: Path, *more: object) -> tuple[int, str]:
        options = ["--part", "small", "--autograder", autograder, "--dry-run", *more]
        return run("grade", *options, "--out", out, work)

    assert dry(out)[0] == 0
    (tmp_path / "file").write_text("", encoding="utf-8")
    # In /proc nobody can make a file, whatever rights they have.
    for useless in (
        tmp_path / "file",
        tmp_path / "file" / "deep",
        Path("/proc/out"),
        Path("/proc"),
    ):
        code, said = dry(useless)
        assert code == 2 and "Choose another one for --out." in said, said
    assert dry(work) == (2, f"{work} holds the submissions. Choose another --out.")
    arguments = ["grade", "--part", "small", "--autograder", autograder, "--out", out]
    assert run(*arguments, work)[0] == 0
    assert "has a result, which is kept" in dry(out)[1]
    notebook(tmp_path / "other" / "ada.ipynb", "def double(x): return 3 * x")
    code, said = run(*arguments, "--dry-run", tmp_path / "other")
    assert code == 1 and said.startswith("small, released") and "add --replace" in said
    assert run(*arguments, "--dry-run", "--replace", tmp_path / "other")[0] == 0
    for name, value, words in (
        ("secret", "0000-0000", "come from the secret 0000-0000"),
        ("part", "other", "holds results of other"),
    ):
        path = out / "ada" / "record.json"
        before = path.read_text(encoding="utf-8")
        content = json.loads(before)
        (content if name in content else content["result"])[name] = value
        path.write_text(json.dumps(content), encoding="utf-8")
        code, said = dry(out)
        assert code == 1 and "Nothing would be graded: " in said and words in said, said
        path.write_text(before, encoding="utf-8")
    (tmp_path / "final").mkdir()
    (tmp_path / "final" / "merged.json").write_text("{}", encoding="utf-8")
    assert "holds final marks" in dry(tmp_path / "final")[1]


def test_results_that_lie_among_submissions_are_none(autograder: Path, tmp_path: Path) -> None:
    work = notebook(tmp_path / "work" / "ada.ipynb", "def double(x): return 2 * x").parent
    arguments = ["grade", "--part", "small", "--autograder", autograder, "--out", work / "results"]
    assert [run(*arguments, work)[0] for _ in range(2)] == [0, 0]
    assert [*table(work / "results")] == ["ada"]


def test_a_run_says_first_how_long_it_may_take(autograder: Path, tmp_path: Path) -> None:
    work, out = tmp_path / "work", tmp_path / "out"
    for name in ("ada", "bob"):
        notebook(work / f"{name}.ipynb", f"def double(x):\n    return 2 * x  # {name}")
    arguments = ["grade", "--part", "small", "--out", out, "--autograder", autograder]
    code, said = run(*arguments, "--jobs", 1, work)
    assert code == 0 and re.search(r"2 to grade, 1 at a time: about \d+ s\.", said)
    assert "to grade" not in run(*arguments, work)[1]  # all is kept


def test_only_what_is_allowed_much_is_expected_to_take_long(
    make_part: MakePart, tmp_path: Path
) -> None:
    questions = dict.fromkeys(("double", "trained"), TESTS)
    part = make_part(questions, {"double": {"seconds": 60}, "trained": {"seconds": 660}})
    assert batch.typical_seconds(tmp_path / "out", part) == 60.5


@pytest.mark.parametrize(
    ("done", "total", "seconds", "words"),
    [
        (0, 60, 31, "0 of 60 after 31 s"),
        (12, 60, 600, "12 of 60 after 10 min, about 40 min left"),
        (60, 60, 600, "60 of 60 after 10 min"),
        (1, 300, 95, "1 of 300 after 2 min, about 7 h 53 min left"),
        (3, None, 5, "3 after 5 s"),
    ],
)
def test_a_log_says_how_far_a_job_is(
    done: float, total: float | None, seconds: float, words: str
) -> None:
    stamp, line = common.progress_line(done, total, seconds).split("  ")
    assert line == words and re.fullmatch(r"\d\d:\d\d:\d\d", stamp)


def test_without_a_terminal_lines_tell_how_far_a_job_is(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(common, "LINE_SECONDS", 0)
    with common.progress_bar() as bar:
        task = bar.add_task("work", total=4)
        bar.update(task, advance=1)
        bar.update(task, completed=3)
    lines = capsys.readouterr().out.splitlines()
    assert [line.split("  ")[1].split(" after")[0] for line in lines] == ["1 of 4", "3 of 4"]
    assert all(line.endswith("left") for line in lines)


def test_tables_are_whole_without_a_terminal() -> None:
    names = [f"a_question_with_a_long_name_{number}" for number in range(8)]
    rows = [
        Row(f"lovelaceada_LATE_12345_67890_function_gan-{n}", None, dict.fromkeys(names, 1.0),
            possible=dict.fromkeys(names, 1.0))
        for n in range(2)
    ]  # fmt: skip
    code = (
        "from gangrade.cli.common import console; from gangrade.reports import tables\n"
        "from gangrade.results.result import Row\n"
        f"console.print(tables.table([{', '.join(map(repr, rows))}]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={name: value for name, value in os.environ.items() if name != "COLUMNS"},
    )
    lines = done.stdout.splitlines()
    assert sum("lovelaceada_LATE_12345_67890_function_gan-1" in line for line in lines) == 1
    assert len([line for line in lines if line.startswith("possible")]) == 1


LONG = "x" * 300
SMALL = ["--part", "small", "--autograder", "ZIP"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["grade", "--part", "small", "--autograder", "ZIP", "--out", "OUT", LONG],
        ["grade", "--part", "small", "--autograder", LONG, "--out", "OUT", "WORK"],
        ["grade", "--part", "small", "--autograder", os.devnull, "--out", "OUT", "WORK"],
        ["grade", "--part", "small", "--autograder", "ZIP", "--out", "/proc/no/such", "WORK"],
        ["grade", "--part", "small", "--autograder", "ZIP", "--out", f"OUT/{LONG}", "WORK"],
        ["answers", "--part", "small", "--autograder", "ZIP", "--out", "/proc/no/such", "WORK"],
        ["init", "/proc/no/such"],
        ["init", LONG],
        ["failures", LONG],
        *(["failures", kind] for kind in ("PIPE", os.devnull)),
        *(["grade", *SMALL, "--out", "OUT", kind] for kind in ("PIPE", os.devnull)),
        *(
            ["grade", *SMALL, "--out", "OUT", "--roster", kind, "WORK"]
            for kind in ("PIPE", "FOLDER", os.devnull)
        ),
        ["grade", "--part", "small", "--autograder", "PIPE", "--out", "OUT", "WORK"],
        ["grade", *SMALL, "--out", "PIPE", "WORK"],
        ["answers", *SMALL, "--out", "OUT", "--roster", "PIPE", "WORK"],
        *(
            ["merge", *SMALL, "--results", "RESULTS", "--out", "OUT", option, kind]
            for option in ("--corrections", "--course", "--times", "--roster")
            for kind in ("PIPE", "FOLDER", os.devnull)
        ),
        ["merge", *SMALL, "--results", "PIPE", "--out", "OUT"],
        ["merge", *SMALL, "--results", "RESULTS", "--answers", "ANSWERS", "--out", "OUT", "PIPE"],
        ["feedback", "RESULTS", "--part", "small", "--roster", "PIPE", "--out", "OUT"],
        *(["total", "RESULTS", "--roster", kind, "--out", "OUT"] for kind in ("PIPE", "FOLDER")),
        ["total", "PIPE", "--roster", "ROSTER", "--out", "OUT"],
    ],
)
def test_paths_that_cannot_be_used_are_wrong_usage(
    arguments: list[str], autograder: Path, tmp_path: Path
) -> None:
    work = notebook(tmp_path / "a.ipynb", "x = 1")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "roster.csv").write_text("id,name\n1,Ada\n", encoding="utf-8")
    results = tmp_path / "results"
    for folder in ("a", "b"):  # of one nothing can be read
        (results / folder).mkdir(parents=True)
    os.mkfifo(results / "b" / "record.json")
    record = records.dumps(Record(Result("a", "small")))
    (results / "a" / "record.json").write_text(record, encoding="utf-8")
    (tmp_path / "answers").mkdir()
    key = '{"part": "small", "questions": {}}'
    (tmp_path / "answers" / "answers.json").write_text(key, encoding="utf-8")
    places = {
        **{"ZIP": autograder, "OUT": tmp_path / "out", "WORK": work, "FOLDER": tmp_path},
        **{"PIPE": tmp_path / "pipe", "RESULTS": results, "ANSWERS": tmp_path / "answers"},
        "ROSTER": tmp_path / "roster.csv",
    }
    for name, path in places.items():
        arguments = [argument.replace(name, str(path)) for argument in arguments]
    code, said = run(*arguments)
    assert code == 2, said
    assert "Errno" not in said and "gangrade itself failed" not in said


def test_a_full_disk_is_no_wrong_usage(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "results/grades.csv")

    monkeypatch.setattr(Course, "find", fail)
    assert run("release") == (1, "results/grades.csv: No space left on device.")


def test_no_message_holds_the_system_s_numbers() -> None:
    raw = OSError(errno.EACCES, os.strerror(errno.EACCES), "zip")
    assert "Errno" in str(raw)
    assert in_words(raw) == "zip: Permission denied"
    assert in_words(OSError(errno.EIO, os.strerror(errno.EIO))) == "Input/output error"
    assert (in_words(ValueError("no")), in_words(TimeoutError())) == ("no", "TimeoutError")
