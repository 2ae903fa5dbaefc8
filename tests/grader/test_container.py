"""The grading image: one submission in it, from the folders to results.json, and its scripts."""

from __future__ import annotations

import json
import os
import re
import shutil
import stat
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat
import pytest
import yaml
from conftest import MakePart
from gangrade import container
from gangrade.candidate import doctor
from gangrade.candidate.candidate import WALL_SECONDS
from gangrade.candidate.parent import WarmParent
from gangrade.cli import app
from gangrade.errors import InputError
from gangrade.grading import worker
from gangrade.grading.allowance import Allowance
from gangrade.grading.worker import Grader, ungraded
from gangrade.intake import submission
from gangrade.part.course import Course
from gangrade.part.part import Autograder, Limits
from gangrade.reports.gradescope import FAULT
from gangrade.reports.gradescope_settings import Settings
from make_results import Page, read_results
from typer.testing import CliRunner

IMAGE = Course.find(Path(__file__).parent).image

QUESTIONS = {
    "first": '''
def test_first(first):
    """It gives one."""
    assert probes.call(first, []) == 1, "first() should be 1."

def test_hidden_first(first):
    """It gives one again."""
    verdicts.note(known=int(verdicts.seed("known", drawn=False)))
    assert probes.call(first, []) == 1, "first() should be 1."
''',
    "second": '''
def test_hidden_second(second):
    """It gives two."""
    assert probes.call(second, []) == 2, "second() should be 2."
''',
    "essay": "",
    "last": '''
def test_last(last):
    """It gives three."""
    assert probes.call(last, []) == 3, "last() should be 3."
''',
}
SOLUTION = [
    "def first():\n    return 1",
    "def second():\n    return 2",
    "def last():\n    return 3",
]
LONG = {"seconds": 500}
OURS = "The grader itself failed: an instructor must look at this submission"


def notebook(path: Path, *cells: str, part: str = "small") -> Path:
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    made.metadata["otter"] = {"assignment_name": part}
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(made, path)
    return path


@pytest.fixture
def autograder(make_part: MakePart) -> Autograder:
    settings = {"first": LONG, "second": LONG, "essay": {"manual": True}}
    return make_part(QUESTIONS, settings)


class Host:
    """The folders in which Gradescope runs an autograder."""

    def __init__(self, root: Path):
        self.root = root
        (root / "submission").mkdir(parents=True)
        self.configure('output = "text"')

    def configure(self, text: str) -> None:
        (self.root / "source" / "config.toml").write_text(text, encoding="utf-8")

    def submit(self, *cells: str, name: str = "work.ipynb", part: str = "small") -> None:
        notebook(self.root / "submission" / name, *cells, part=part)

    def run(self, left: float = 500) -> Any:
        """Grade, with so many seconds left of the ten minutes; return results.json."""
        container.main(self.root, time.time() - 600 + container.RESERVE + left)
        return self.results()

    def results(self) -> Any:
        return read_results(self.root / "results" / "results.json")


@pytest.fixture
def host(
    autograder: Autograder, warm: WarmParent, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Host:
    """A host on which all is safe, with the warm parent of all tests: it takes seconds to start."""
    root = tmp_path / "host"
    root.mkdir()
    autograder.path.rename(root / "source")
    monkeypatch.setattr(container, "WRITABLE", ())
    monkeypatch.setattr(worker, "WarmParent", lambda **_options: warm)
    monkeypatch.setattr(warm, "close", lambda: None)
    monkeypatch.setattr(doctor, "examine", lambda _warm, _private: doctor.Findings({}, {}))
    return Host(root)


def scores(results: Any) -> dict[str, float]:
    return {test["name"]: test["score"] for test in results["tests"]}


def output(results: Any, name: str) -> str:
    """Return what the only test of a question says."""
    (found,) = [test["output"] for test in results["tests"] if test["name"].startswith(name)]
    return str(found)


# --- one submission --------------------------------------------------------------------------


def test_full_marks(
    host: Host, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[Path] = []

    def examine(_warm: WarmParent, private: list[Path]) -> doctor.Findings:
        asked.extend(private)
        return doctor.Findings({}, {})

    monkeypatch.setattr(doctor, "examine", examine)
    host.submit(*SOLUTION)
    (host.root / "submission" / "notes.txt").write_text("Hello", encoding="utf-8")
    (host.root / "submission_metadata.json").write_text("{}", encoding="utf-8")
    found = host.run()
    assert scores(found) == {
        "first: It gives one.": 1,
        "first: It gives one again.": 1,
        "second: It gives two.": 2,
        "last: It gives three.": 2,
    }
    assert found["score"] == 6
    assert found["output"].splitlines() == ["6 of 6 points.", "Marked by a person: essay."]
    assert set(found["extra_data"]["seconds"]) == {"start", "cells", "tests"}
    assert [path.name for path in (host.root / "results").iterdir()] == ["results.json"]
    for private in ("source", "submission/work.ipynb", "submission_metadata.json", "results"):
        assert [path for path in asked if path.is_relative_to(host.root / private)]
    printed = capsys.readouterr().out
    assert "small, " in printed and " processors, " in printed and ", 10 minutes" in printed
    assert "6 of 6 points" in printed
    if os.geteuid() == 0:
        assert stat.S_IMODE(host.root.stat().st_mode) == 0o700


def test_a_blank_notebook(host: Host) -> None:
    host.configure("")
    host.submit("# my answer")
    found = host.run()
    assert found["score"] == 0
    assert [test["status"] for test in found["tests"]] == ["failed"] * 4
    assert "first is not defined in the notebook." in Page(found["tests"][0]["output"]).text
    assert Page(found["output"]).text.startswith("0 of 6 points.")


def test_settings_are_used(host: Host) -> None:
    host.configure('output = "text"\n[small]\nhidden_tests = "after_due_date"')
    host.submit(*SOLUTION)
    found = host.run()
    assert [test["visibility"] for test in found["tests"]] == [
        *("visible", "after_due_date", "after_due_date", "visible")
    ]
    assert found["output"] == "Marked by a person: essay."


def test_an_empty_submission(host: Host) -> None:
    found = host.run()
    assert (found["score"], found["tests"]) == (0, [])
    assert found["output"].startswith("Not graded: The submission holds no notebook. Submit the")


def test_two_notebooks(host: Host) -> None:
    host.submit(*SOLUTION, name="a.ipynb")
    host.submit(*SOLUTION, "1", name="b.ipynb")
    found = host.run()
    assert (found["score"], found["tests"]) == (0, [])
    assert found["output"].startswith(
        "Not graded: The submission holds 2 notebooks; several of them can be graded as small"
    )


def test_a_file_that_is_no_notebook(host: Host) -> None:
    (host.root / "submission" / "work.ipynb").write_text("%PDF-1.4", encoding="utf-8")
    found = host.run()
    assert (found["score"], found["tests"]) == (0, [])
    assert "not a notebook but a PDF file" in found["output"]


@pytest.mark.parametrize("left", [0, -10_000])
def test_when_the_time_is_up_there_are_results_all_the_same(host: Host, left: float) -> None:
    host.submit(*SOLUTION)
    found = host.run(left)
    assert found["score"] == 0
    told = "The time that the grader has for one submission was up before this test."
    assert [test["output"] for test in found["tests"]] == [told] * 4


@pytest.mark.slow
def test_an_endless_loop_is_ended_in_time_and_what_came_before_is_kept(host: Host) -> None:
    host.submit(SOLUTION[0], "def second():\n    while True: pass", SOLUTION[2])
    found = host.run(left=8)
    # Public tests come first, also that of the question below.
    assert list(scores(found).values()) == [1, 1, 0, 2]
    assert output(found, "second") == (
        "second was called, but the time that the grader has for one submission was up."
    )


@pytest.mark.slow
def test_in_the_shortest_time_endless_cells_cost_nothing(host: Host) -> None:
    host.configure('output = "text"\n[small]\nminutes = 2')
    endless = "def helper():\n    pass\nwhile True:\n    pass"
    host.submit(SOLUTION[0], *[endless] * 3, *SOLUTION[1:])
    container.main(host.root, time.time())
    found = host.results()
    assert found["score"] == 6
    assert "the 12 s that all cells together may take were used up" in found["output"]


def test_from_half_of_the_time_on_cells_wait_for_no_other_work() -> None:
    now = time.monotonic()
    limits = Limits(cells=12, deadline=now + 80)
    early, late = (Allowance(limits, _began=began) for began in (now, now - 90))
    assert (early.slack, late.slack) == (5, 0.5)
    assert Allowance(Limits(), _began=now - 90).slack == WALL_SECONDS


def test_results_are_there_while_a_later_question_still_runs(
    host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    host.configure("")
    host.submit(*SOLUTION)
    partial = {}

    def look(_started: float, what: str) -> None:
        if what in QUESTIONS:
            partial[what] = host.results()

    monkeypatch.setattr(container, "_say", look)
    found = host.run()
    assert list(partial) == ["first", "second", "last"]
    # Public tests come first, and the last question has no other: it has its points at once.
    for results, score in zip(partial.values(), (2, 4, 6), strict=True):
        assert results["score"] == score
        assert f"{score} of 6 points. {container.STOPPED}" in Page(results["output"]).text
    told = partial["second"]["tests"].pop(0)
    assert told["name"] == OURS and "no fault of yours: the grader was stopped" in told["output"]
    assert scores(partial["second"]) == {
        "first: It gives one.": 1,
        "first: It gives one again.": 1,
        "second: no test ran": 0,
        "last: It gives three.": 2,
    }
    assert found["score"] == 6
    assert container.STOPPED not in found["output"]


def test_late_submissions_say_so_and_are_graded(host: Host) -> None:
    metadata = {
        "created_at": "2024-08-01T00:30:00.000000-07:00",
        "assignment": {"due_date": "2024-07-31T23:00:00.000000-07:00"},
    }
    path = host.root / "submission_metadata.json"
    path.write_text(json.dumps(metadata), encoding="utf-8")
    late = "Late: submitted 1 hour 30 minutes after the due date."
    refused = host.run()
    assert refused["output"].splitlines()[0] == late
    host.submit(*SOLUTION)
    found = host.run()
    assert found["output"].splitlines()[:2] == [late, "6 of 6 points."]
    assert found["extra_data"]["late_seconds"] == 5400


def test_what_is_drawn_for_a_student_is_drawn_again_for_other_code(host: Host) -> None:
    def known(student: int, last: str) -> Any:
        path = host.root / "submission_metadata.json"
        path.write_text(json.dumps({"users": [{"id": student}]}), encoding="utf-8")
        host.submit(*SOLUTION[:2], last)
        return host.run()["extra_data"]["values"]["first"]["known"]

    first = known(1, "x = 1")
    assert known(1, "x = 2") == first
    assert known(2, "x = 1") != first


@pytest.mark.parametrize(
    ("config", "printed"),
    [
        ("minutes =", "config.toml cannot be used: it is not TOML"),
        ("minutes = 1", "config.toml cannot be used: minutes should be between 2 and 1440"),
        ("small = 1", "config.toml cannot be used: small should be a table: [small]"),
        (None, "config.toml cannot be used: "),
    ],
)
def test_broken_settings_are_the_instructor_s_to_mend(
    config: str | None, printed: str, host: Host, capsys: pytest.CaptureFixture[str]
) -> None:
    host.submit(*SOLUTION)
    if config is None:
        (host.root / "source" / "config.toml").unlink()
    else:
        host.configure(config)
    found = host.run()
    assert (found["score"], [test["name"] for test in found["tests"]]) == (0, [OURS])
    assert Page(found["output"]).text == (
        "Not graded: the grader itself failed. Tell your instructor, who can read more in the "
        "autograder's output."
    )
    assert found["stdout_visibility"] == "hidden"
    assert printed in capsys.readouterr().out


def test_without_an_autograder_there_are_results_all_the_same(host: Host) -> None:
    shutil.rmtree(host.root / "source")
    host.submit(*SOLUTION)
    found = host.run()
    assert (found["score"], [test["name"] for test in found["tests"]]) == (0, [OURS])
    assert "the grader itself failed" in found["output"]


def test_where_submissions_cannot_be_confined_nothing_is_graded(
    host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    breach = doctor.Findings({"network": ["tcp 80"]}, {})
    monkeypatch.setattr(doctor, "examine", lambda _warm, _private: breach)
    host.submit(*SOLUTION)
    found = host.run()
    assert (found["score"], [test["name"] for test in found["tests"]]) == (0, [OURS])
    assert found["output"] == (
        f"Not graded: {breach.sentence()}. Tell your instructor, who can read more in the "
        "autograder's output."
    )
    assert "(tcp 80)" in found["output"]
    host.configure('output = "text"\nunsafe = true')
    found = host.run()
    assert found["score"] == 6
    assert f"Graded unsafely: {breach.sentence()}." in found["output"]


# --- which notebook --------------------------------------------------------------------------


def test_a_folder_without_a_notebook(autograder: Autograder, tmp_path: Path) -> None:
    folder = tmp_path / "submission"
    for _ in range(2):
        with pytest.raises(container._Stop, match="holds no notebook"):
            container.choose(folder, autograder)
        folder.mkdir(exist_ok=True)
        (folder / "notes.txt").write_text("Hello", encoding="utf-8")


def test_the_only_notebook_is_taken_whatever_it_is(autograder: Autograder, tmp_path: Path) -> None:
    path = notebook(tmp_path / "in" / "deep" / "a.ipynb", part="other")
    assert container.choose(tmp_path / "in", autograder).path == path
    path.write_text("", encoding="utf-8")
    assert container.choose(tmp_path / "in", autograder).path == path


def test_a_notebook_in_a_zip(autograder: Autograder, tmp_path: Path) -> None:
    work = notebook(tmp_path / "work.ipynb", "x = 1")
    (tmp_path / "in").mkdir()
    with zipfile.ZipFile(tmp_path / "in" / "work.zip", "w") as archive:
        archive.write(work, "folder/work.ipynb")
    source = container.choose(tmp_path / "in", autograder)
    cells = submission.read(source, autograder.part, autograder.names).cells
    assert [cell.source for cell in cells] == ["x = 1"]


def test_the_one_that_fits_is_taken(autograder: Autograder, tmp_path: Path) -> None:
    notebook(tmp_path / "in" / "a.ipynb", part="other")
    fitting = notebook(tmp_path / "in" / "b.ipynb")
    (tmp_path / "in" / "c.ipynb").write_text("damaged", encoding="utf-8")
    assert container.choose(tmp_path / "in", autograder).path == fitting


def test_of_several_that_fit_none_is_taken(autograder: Autograder, tmp_path: Path) -> None:
    for name in ("a", "b"):
        notebook(tmp_path / "in" / f"{name}.ipynb", name)
    notebook(tmp_path / "in" / "c.ipynb", part="other")
    with pytest.raises(container._Stop) as caught:
        container.choose(tmp_path / "in", autograder)
    assert str(caught.value).startswith(
        "The submission holds 2 notebooks; several of them can be graded as small (a, b). Submit"
    )


def test_if_none_of_several_fits_they_are_named(autograder: Autograder, tmp_path: Path) -> None:
    for name in "abcdefg":
        notebook(tmp_path / "in" / f"{name}.ipynb", part="other")
    with pytest.raises(container._Stop) as caught:
        container.choose(tmp_path / "in", autograder)
    assert str(caught.value).startswith(
        "The submission holds 7 notebooks; none of them can be graded as small (a, b, c, d, e)."
    )


# --- settings and rights ---------------------------------------------------------------------


def test_settings_are_read_for_the_part(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("[small]\nminutes = 3", encoding="utf-8")
    assert container.read_settings(tmp_path, "small") == Settings(minutes=3)
    assert container.read_settings(tmp_path, "other") == Settings()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"minutes = 0", "minutes should be between 2 and 1440"),
        (b"\xff", "'utf-8' codec can't decode"),
        (b"hurry = true", "unknown setting hurry"),
        (None, r"/.*/config.toml: No such file or directory"),
    ],
)
def test_wrong_settings_name_their_file(content: bytes | None, reason: str, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / "config.toml").write_bytes(content)
    with pytest.raises(InputError, match=f"^config.toml cannot be used: {reason}"):
        container.read_settings(tmp_path, "small")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may close the doors of others")
def test_doors_are_closed_and_other_rights_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {
        "private": 0o755,
        "tmp": 0o1777,
        "group": 0o2777,
        "closed": 0o750,
        "target": 0o777,
        "listed": 0o777,
        "elsewhere": 0o777,
    }
    for name, mode in before.items():
        (tmp_path / name).mkdir()
        (tmp_path / name).chmod(mode)
    (tmp_path / "link").symlink_to(tmp_path / "target")
    (tmp_path / "file").write_text("", encoding="utf-8")
    (tmp_path / "file").chmod(0o666)
    writable = [str(tmp_path / name) for name in ("tmp", "group", "closed", "link", "missing")]
    monkeypatch.setattr(container, "WRITABLE", writable)
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    listed = [str(tmp_path / name) for name in ("listed", "file", "tmp", "gone")]
    (tmp_path / "writable.txt").write_text("\n".join(listed) + "\n", encoding="utf-8")

    container.close_doors([tmp_path / "private"])
    after = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    del after["link"], after["writable.txt"]
    assert after == {
        "private": 0o700,
        "tmp": 0o1775,
        "group": 0o2775,
        "closed": 0o750,
        "target": 0o777,
        "listed": 0o775,
        "elsewhere": 0o777,
        "file": 0o664,
    }


def test_only_root_closes_doors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(container, "WRITABLE", (str(tmp_path),))
    tmp_path.chmod(0o777)
    container.close_doors([tmp_path])
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o777


# --- setup.sh --------------------------------------------------------------------------------

OLD = """
case "$1" in
    --version) echo "Python 3.10.12" ;;
    *) exit 1 ;;
esac
"""
NEW = """
case "$1" in
    --version) echo "Python 3.11.0rc1" ;;
    -m) echo "venv: $*"; exit "${VENV:-3}" ;;
esac
"""


class Machine:
    """Programs that stand for those of a machine, the only ones that setup.sh finds there.

    It would install into a folder of the test's, but its first step there fails.
    """

    def __init__(self, folder: Path):
        self.bin, self.home, self.log = folder / "bin", folder / "home", folder / "log"
        self.bin.mkdir()
        for tool in ("bash", "cp", "dirname", "sed"):
            path = shutil.which(tool)
            assert path is not None
            (self.bin / tool).symlink_to(path)
        self.script = folder / "setup.sh"
        text = (IMAGE / "setup.sh").read_text(encoding="utf-8")
        assert text.count("home=/opt/gangrade\n") == text.count("/opt/gangrade") == 1
        self.script.write_text(text.replace("/opt/gangrade", str(self.home)), encoding="utf-8")
        self.needs("3.11")
        self.program("id", "echo 0")
        self.offers({})
        self.program("python3", OLD)

    def needs(self, python: str) -> None:
        """Say the oldest Python that may grade."""
        (self.script.parent / "python").write_text(f"{python}\n", encoding="utf-8")

    def program(self, name: str, text: str, folder: Path | None = None) -> Path:
        path = (folder or self.bin) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"#!{shutil.which('bash')}\n{text}\n", encoding="utf-8")
        path.chmod(0o755)
        return path

    def offers(self, versions: dict[str, str], installs: dict[str, str] | None = None) -> None:
        """Let apt offer packages, and put programs in place when they are installed."""
        lines = [f'{name}) echo "Version: {version}" ;;' for name, version in versions.items()]
        failed = '*) echo "E: No packages found" >&2; exit 100 ;;'
        self.program("apt-cache", "\n".join(['case "$3" in', *lines, failed, "esac"]))
        later = self.bin.parent / "later"
        copies = [
            f'[[ " $* " == *" {name} "* ]] && cp {self.program(name, text, later)} {self.bin}/'
            for name, text in (installs or {}).items()
        ]
        self.program("apt-get", "\n".join([f'echo "$*" >>{self.log}', *copies, "exit 0"]))

    def setup(self, **variables: str) -> tuple[int, str]:
        done = subprocess.run(
            [self.bin / "bash", self.script],
            env={"PATH": str(self.bin), **variables},
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout + done.stderr

    @property
    def installed(self) -> list[list[str]]:
        """The packages that apt-get was asked for, at each time."""
        lines = self.log.read_text(encoding="utf-8").splitlines()
        return [
            [word for word in line.split()[1:] if not word.startswith("-")]
            for line in lines
            if line.startswith("install")
        ]


BASICS = ["ca-certificates", "libseccomp2"]
VENV_FAILED = 'failed: "$python" -m venv --clear "$home". What it said is above.'


@pytest.fixture
def stubs(tmp_path: Path) -> Iterator[Machine]:
    made = Machine(tmp_path)
    yield made
    assert not Path("/opt/gangrade/writable.txt").exists()


def test_a_newer_python_is_installed_beside_an_old_one(stubs: Machine) -> None:
    stubs.offers(
        {"python3": "3.10.6-1~22.04.1", "python3.11": "3.11.0~rc1-1~22.04"}, {"python3.11": NEW}
    )
    status, said = stubs.setup()
    assert stubs.installed == [BASICS, ["python3.11", "python3.11-venv"]]
    assert "setup.sh: installing python3.11 (there is Python 3.10.12)" in said
    assert f"setup.sh: Python 3.11.0rc1 at {stubs.bin}/python3.11" in said
    assert f"venv: -m venv --clear {stubs.home}" in said
    assert status == 1 and VENV_FAILED in said


def test_a_python_that_fits_is_taken(stubs: Machine) -> None:
    stubs.program("python3", NEW)
    stubs.program("python3.12", NEW)
    status, said = stubs.setup()
    assert stubs.installed == [BASICS]
    assert f"at {stubs.bin}/python3\n" in said
    assert status == 1 and VENV_FAILED in said


def test_what_python3_lacks_is_installed(stubs: Machine) -> None:
    """Debian's python3 comes without venv."""
    stubs.offers({"python3": "3.12.3-0ubuntu2"}, {"python3": NEW})
    status, said = stubs.setup()
    assert stubs.installed == [BASICS, ["python3", "python3-venv"]]
    assert f"at {stubs.bin}/python3\n" in said
    assert status == 1 and VENV_FAILED in said


@pytest.mark.parametrize("offered", [{}, {"python3": "3.10.6-1~22.04.1", "python3.11": "3.111"}])
def test_without_a_newer_python_it_says_what_to_do(offered: dict[str, str], stubs: Machine) -> None:
    stubs.offers(offered)
    status, said = stubs.setup()
    assert status == 1
    assert said.strip() == (
        "setup.sh: Python 3.11, 3.12 or 3.13 is needed. There is Python 3.10.12, and this "
        "distribution has no other. Choose a newer base image."
    )
    assert stubs.installed == [BASICS]


def test_the_python_that_students_were_promised_is_installed(stubs: Machine) -> None:
    """One that is older does not do, also if the grader itself would run in it."""
    eleven = NEW + '[[ "$*" == *"(3, 12)"* ]] && exit 1\n'
    twelve = NEW.replace("3.11.0rc1", "3.12.3")
    stubs.needs("3.12")
    stubs.program("python3", eleven)
    stubs.offers(
        {"python3": "3.11.2-1", "python3.11": "3.11.2-1", "python3.12": "3.12.3-1"},
        {"python3.12": twelve},
    )
    status, said = stubs.setup()
    assert stubs.installed == [BASICS, ["python3.12", "python3.12-venv"]]
    assert f"setup.sh: Python 3.12.3 at {stubs.bin}/python3.12" in said
    assert status == 1 and VENV_FAILED in said


@pytest.mark.parametrize(
    ("python", "needed"), [("3.12", "Python 3.12 or 3.13"), ("3.13", "Python 3.13")]
)
def test_an_image_with_an_older_python_than_promised_is_not_built(
    stubs: Machine, python: str, needed: str
) -> None:
    stubs.needs(python)
    stubs.offers({"python3": "3.11.2-1", "python3.11": "3.11.2-1"})
    status, said = stubs.setup()
    assert status == 1 and said.strip().startswith(f"setup.sh: {needed} is needed. There is")
    assert "Choose a newer base image." in said


def test_a_machine_without_any_python(stubs: Machine) -> None:
    (stubs.bin / "python3").unlink()
    status, said = stubs.setup()
    assert status == 1
    assert "There is no python3, and this distribution has no other." in said


def test_an_installed_python_that_does_not_run(stubs: Machine) -> None:
    stubs.offers({"python3.12": "3.12.1-1"}, {"python3.12": OLD})
    status, said = stubs.setup()
    assert status == 1
    assert "python3.12 was installed, but it does not run: Python 3.10.12" in said


def test_setup_needs_root(stubs: Machine) -> None:
    stubs.program("id", "echo 1000")
    status, said = stubs.setup()
    assert status == 1
    assert said == "setup.sh: it installs system packages, so it must run as root\n"
    assert not stubs.log.exists()


def test_setup_needs_a_processor_that_tensorflow_has_builds_for(
    stubs: Machine, tmp_path: Path
) -> None:
    (tmp_path / "cpuinfo").write_text("flags : fpu sse sse2 avx_vnni\n")
    status, said = stubs.setup(HOSTTYPE="x86_64", CPUINFO=str(tmp_path / "cpuinfo"))
    assert status == 1 and "TensorFlow needs a processor with AVX" in said
    assert not stubs.log.exists()
    other = stubs.setup(HOSTTYPE="aarch64", CPUINFO=str(tmp_path / "cpuinfo"))
    assert "AVX" not in other[1]


def test_setup_needs_apt(stubs: Machine) -> None:
    (stubs.bin / "apt-get").unlink()
    status, said = stubs.setup()
    assert status == 1
    assert said == "setup.sh: there is no apt-get: the image must be based on Debian or Ubuntu\n"


def test_a_step_that_fails_is_named(stubs: Machine) -> None:
    stubs.program("python3", NEW)
    stubs.program(
        "python", 'echo "pip: $*"; echo "No matching distribution" >&2; exit 7', stubs.home / "bin"
    )
    status, said = stubs.setup(VENV="0")
    assert status == 1
    assert "pip: -m pip --disable-pip-version-check install" in said
    assert "--require-hashes" in said and "-r requirements.lock" in said
    *_, printed, reason = said.splitlines()
    assert printed == "No matching distribution"
    told = re.fullmatch(r"setup\.sh: line (\d+) failed: (.+)\. What it said is above\.", reason)
    assert told is not None
    line = stubs.script.read_text(encoding="utf-8").splitlines()[int(told[1]) - 1]
    assert told[2] in line and "--require-hashes" in told[2]


def test_an_apt_that_fails_is_named(stubs: Machine) -> None:
    stubs.program("apt-get", 'echo "Temporary failure resolving" >&2; exit 100')
    status, said = stubs.setup()
    assert status == 1
    assert "Temporary failure resolving" in said
    assert "failed: apt-get update -qq. What it said is above." in said


# --- run_autograder --------------------------------------------------------------------------


def test_what_an_earlier_try_has_graded_is_not_lost(
    host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    grade = Grader.grade

    def failing(grader: Grader, *arguments: Any, keep: Any, **options: Any) -> Any:
        result = grade(grader, *arguments, keep=keep, **options)
        keep(replace(result, questions=()))  # as a second try begins
        assert host.results()["score"] == 6
        return ungraded("work", grader._autograder, "the grader itself failed")

    monkeypatch.setattr(Grader, "grade", failing)
    host.submit(*SOLUTION)
    results = host.run()
    assert results["score"] == 6
    assert container.STOPPED in results["output"]


def test_of_the_installed_package_only_what_runs_beside_submissions_stays_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = {
        *("__init__.py", "__pycache__/__init__.cpython-311.pyc", "writing.py"),
        *("inside/warm.py", "inside/__pycache__/warm.cpython-311.pyc"),
        *("verdicts/references.py", "verdicts/__pycache__/references.cpython-311.pyc"),
        *("subjects/__init__.py", "subjects/__pycache__/__init__.cpython-311.pyc"),
    }
    for name in names:
        path = tmp_path / "gangrade" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o644)
    monkeypatch.setattr(sys, "prefix", str(tmp_path / "elsewhere"))
    container._close_package(tmp_path / "gangrade")
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    opened = {name for name in names if (tmp_path / "gangrade" / name).stat().st_mode & 0o044}
    assert opened == names
    container._close_package(tmp_path / "gangrade")
    opened = {name for name in names if (tmp_path / "gangrade" / name).stat().st_mode & 0o044}
    assert opened == {
        *("__init__.py", "__pycache__/__init__.cpython-311.pyc"),
        *("inside/warm.py", "inside/__pycache__/warm.cpython-311.pyc"),
    }


def run_autograder(folder: Path, grader: str) -> tuple[subprocess.CompletedProcess[str], Any]:
    """Run it in a folder, with a program in place of the grader; return what it gave."""
    root, python = folder / "autograder", folder / "python"
    text = (IMAGE / "run_autograder").read_text(encoding="utf-8")
    for old, new in (
        ("root=/autograder\n", f"root={root}\n"),
        ("/opt/gangrade/bin/python", python),
    ):
        assert text.count(old) == 1
        text = text.replace(old, str(new))
    assert "/opt" not in text
    script = folder / "run_autograder"
    script.write_text(text, encoding="utf-8")
    python.write_text(f"#!/usr/bin/env bash\n{grader}\n", encoding="utf-8")
    for path in (script, python):
        path.chmod(0o755)
    done = subprocess.run([script], cwd=folder, capture_output=True, text=True, check=False)
    return done, read_results(root / "results" / "results.json")


def test_whatever_ends_the_grader_there_are_results(tmp_path: Path) -> None:
    done, found = run_autograder(tmp_path, "kill -9 $$")
    assert done.returncode == 0
    assert (found["score"], found["tests"]) == (0, [])
    assert found["extra_data"][FAULT] == "the grader was stopped before it could begin"
    assert found["output"].startswith("Not graded: the grader was stopped before it could begin.")
    assert found["stdout_visibility"] == "hidden"
    assert "the grader ended with status 137" in done.stdout


def test_a_failure_of_the_grader_stands_above_all_tests(
    host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slip(*_arguments: object, **_options: object) -> None:
        raise ValueError("a slip of ours")

    monkeypatch.setattr(worker, "grade", slip)
    host.submit(*SOLUTION)
    results = host.run()
    assert (results["score"], results["extra_data"]["grader_failed"]) == (
        0,
        "the grader itself failed (a slip of ours)",
    )
    [entry] = results["tests"]
    assert entry["name"] == OURS
    assert (entry["status"], entry["max_score"], entry["visibility"]) == ("failed", 0, "visible")
    assert "no fault of yours" in entry["output"]


def test_a_submission_that_cannot_be_graded_is_no_failure_of_the_grader(host: Host) -> None:
    results = host.run()
    assert "holds no notebook" in results["output"]
    assert results["tests"] == [] and "grader_failed" not in results["extra_data"]


def test_failures_of_the_grader_are_found_in_an_export(tmp_path: Path) -> None:
    fine = {"tests": [], "extra_data": {"late_seconds": 0, "grader_failed": ""}}
    failed = {":extra_data": {":grader_failed": "the grader was stopped"}}
    entries = {
        f"submission_{number}": {
            ":submitters": [{":name": f"Student {number}", ":sid": str(number)}],
            ":created_at": "2026-11-20T10:00:00+00:00",
            ":results": fine,
        }
        for number in range(300)
    }
    entries["submission_17"][":results"] = failed
    entries["submission_200"][":results"] = {"extra_data": {"grader_failed": "a slip\x1b[2J"}}
    entries["submission_201"][":results"] = "damaged"
    del entries["submission_202"][":results"]
    text = yaml.safe_dump(entries)
    folder = tmp_path / "assignment_export"
    folder.mkdir()
    (folder / "submission_metadata.yml").write_text(text, encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "export.zip", "w") as archive:
        archive.writestr("assignment_export/submission_metadata.yml", text)
    for path in (folder, folder / "submission_metadata.yml", tmp_path / "export.zip"):
        result = CliRunner().invoke(app, ["failures", str(path)])
        assert result.exit_code == 1
        assert result.output.splitlines() == [
            "submission_17 (Student 17): the grader was stopped",
            "submission_200 (Student 200): a slip[2J",
            "2 of 300 were not graded as they should be. Regrade there those in which the grader "
            "failed; read the others, and give their points by hand.",
        ]
    (folder / "submission_metadata.yml").write_text("just: text\n", encoding="utf-8")
    (tmp_path / "other.zip").write_bytes(b"PK\x03\x04 damaged")
    for path in (folder, tmp_path / "other.zip", tmp_path / "missing.yml"):
        result = CliRunner().invoke(app, ["failures", str(path)])
        assert result.exit_code == 2 and str(path.name) in result.output


def test_what_the_grader_had_found_is_kept(tmp_path: Path) -> None:
    written = """echo '{"score": 3}' >"$4/results/results.json"; kill -9 $$"""
    done, found = run_autograder(tmp_path, written)
    assert done.returncode == 0
    assert found == {"score": 3}


def test_the_grader_is_told_where_and_since_when(tmp_path: Path) -> None:
    before = int(time.time())
    done, _ = run_autograder(tmp_path, 'echo "$*"; echo "$GANGRADE_STARTED"')
    arguments, started = done.stdout.splitlines()
    assert arguments == f"-I -m gangrade.container {tmp_path / 'autograder'}"
    assert before <= int(started) <= time.time()
    assert "status" not in done.stdout + done.stderr
