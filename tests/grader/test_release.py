"""Releasing a part: the same bytes every time, nothing secret for students, and clear problems."""

from __future__ import annotations

import base64
import hashlib
import importlib.util
import io
import json
import re
import shutil
import stat
import subprocess
import sys
import tomllib
import types
import zipfile
from collections.abc import Sequence
from pathlib import Path

import nbformat
import otter.assign
import pytest
from gangrade.cli import app
from gangrade.part.course import Course, CourseError
from gangrade.part.fresh import changed
from gangrade.part.part import Autograder
from gangrade.release import wheel
from gangrade.release.build import ReleaseError, release_part
from gangrade.release.library import used
from gangrade.release.master import read_master
from IPython.core.interactiveshell import InteractiveShell
from otter.assign.utils import AssignNotebookFormatException
from otter.test_files.exception_test import ExceptionTestFile
from packaging.requirements import Requirement
from test_layout import imports
from traitlets.config import Config
from typer.testing import CliRunner

REPOSITORY = Course.find(Path(__file__).parent)
PARTS = REPOSITORY.parts()

CONFIG = """\
# ASSIGNMENT CONFIG
name: tiny
export_cell: {pdf: false, run_tests: false}
tests: {files: true, ok_format: false}"""

QUESTION = """\
# BEGIN QUESTION
name: area
points: 2
all_or_nothing: true"""

SOLUTION = '''\
def area(radius):
    """Return the area of a disc."""
    # BEGIN SOLUTION
    squared_radius = radius * radius
    return 3.14159 * squared_radius
    # END SOLUTION'''

PUBLIC_TEST = '''\
def test_zero(area):
    """A disc of radius 0 has no area."""
    assert area(0) == 0'''

HIDDEN_TEST = '''\
# HIDDEN
def test_large(area):
    """Large discs are right too."""
    for unseen_radius in (17, 23):
        assert abs(area(unseen_radius) - 3.14159 * unseen_radius**2) < 1e-6'''

WRITTEN = """\
# BEGIN QUESTION
name: area_written
manual: true
points: 1
rubric:
  - {points: 1, earns: Four times.}
  - {points: 0, earns: Anything else.}"""

MODEL_ANSWER = "A disc of twice the radius has four times the area."

IMAGE_FILES = ("setup.sh", "run_autograder", "Dockerfile", "config.toml", "requirements.lock")

SECRET_TEXTS = ("squared_radius", "unseen_radius", "test_large", "four times the area")

MASTER = [
    ("raw", CONFIG),  # cell 1
    ("raw", "# SETUP"),
    ("code", "import math"),
    ("markdown", "# Discs"),
    ("raw", QUESTION),  # cell 5
    ("markdown", "Write `area`."),
    ("raw", "# BEGIN SOLUTION"),
    ("code", SOLUTION),
    ("raw", "# END SOLUTION"),
    ("raw", "# BEGIN TESTS"),  # cell 10
    ("code", PUBLIC_TEST),
    ("code", HIDDEN_TEST),
    ("raw", "# END TESTS"),
    ("raw", "# END QUESTION"),
    ("raw", WRITTEN),  # cell 15
    ("markdown", "What happens to the area when the radius doubles?"),
    ("raw", "# BEGIN SOLUTION"),
    ("markdown", MODEL_ANSWER),
    ("raw", "# END SOLUTION"),
    ("raw", "# END QUESTION"),  # cell 20
]


def write_master(
    course: Course,
    changes: dict[int, tuple[str, str]] | None = None,
    more: Sequence[tuple[str, str]] = (),
) -> None:
    """Write the small master, with other cells at the numbers in ``changes``, and more cells."""
    notebook = nbformat.v4.new_notebook(
        metadata={"kernelspec": {"name": "python3", "language": "python", "display_name": "P"}}
    )
    for number, cell in enumerate([*MASTER, *more], start=1):
        kind, source = (changes or {}).get(number, cell)
        make = getattr(nbformat.v4, f"new_{kind}_cell")
        notebook.cells.append(make(source, id=f"id-{number}"))
    nbformat.write(notebook, course.master("tiny"))


def make_course(root: Path) -> Course:
    course = Course(root)
    library = course.assignment / "gankit"
    for folder in (library / "__pycache__", course.calibration("tiny")):
        folder.mkdir(parents=True)
    (library / "__init__.py").write_text('"""A tiny library."""\nDATA = "weights.bin"\n')
    (library / "weights.bin").write_bytes(b"\xff\x00")
    (library / "__pycache__" / "__init__.cpython-311.pyc").write_bytes(b"stale")
    (library / ".ipynb_checkpoints").mkdir()
    (library / ".ipynb_checkpoints" / "old.py").write_text("")
    (course.calibration("tiny") / "area.json").write_text("{}\n")
    (course.calibration("tiny") / "of_another_part.json").write_text("{}\n")
    course.image.mkdir(parents=True)
    for name in IMAGE_FILES:
        (course.image / name).write_text(f"# {name}\n")
    course.environment.write_text('python = "3.12"\n')
    write_master(course)
    return course


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return make_course(tmp_path / "course")


def outputs(course: Course, part: str = "tiny") -> dict[str, bytes]:
    paths = (
        course.student_notebook(part),
        course.student_zip(part),
        course.solution_notebook(part),
        course.autograder_zip(part),
    )
    return {path.relative_to(course.root).as_posix(): path.read_bytes() for path in paths}


def names(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as archive:
        return archive.namelist()


def member(path: Path, name: str) -> bytes:
    with zipfile.ZipFile(path) as archive:
        return archive.read(name)


def sources(notebook: Path) -> list[str]:
    return [cell.source for cell in nbformat.read(notebook, as_version=4).cells]


def problems(course: Course, part: str = "tiny") -> list[str]:
    with pytest.raises(ReleaseError) as caught:
        release_part(course, part)
    return caught.value.problems


# What is released


def test_zips_hold_what_students_and_the_grader_need(course: Course) -> None:
    released = release_part(course, "tiny")
    assert names(released.student_zip) == [
        "README.md",
        "gankit/__init__.py",
        "gankit/weights.bin",
        "requirements.txt",
        "tests/area.py",
        "tiny.ipynb",
    ]
    wheels = [name for name in names(released.autograder_zip) if name.startswith("wheels/")]
    assert names(released.autograder_zip) == [
        "Dockerfile",
        "calibration/area.json",
        "config.toml",
        "given.json",
        "master",
        "notebook.ipynb",
        "part.json",
        "python",
        "requirements.lock",
        "run_autograder",
        "secret.txt",
        "setup.sh",
        "tests/area.py",
        *wheels,
    ]
    for name in IMAGE_FILES:
        assert member(released.autograder_zip, name) == f"# {name}\n".encode()
    assert len(wheels) == 1
    with zipfile.ZipFile(io.BytesIO(member(released.autograder_zip, wheels[0]))) as archive:
        contents = archive.namelist()
    assert {"gankit/__init__.py", "gangrade/__init__.py"} <= set(contents)
    assert not [name for name in contents if "__pycache__" in name]
    assert member(released.student_zip, "tiny.ipynb") == released.student_notebook.read_bytes()
    assert released.summary == (
        "1 automatic questions (2 points), 1 written (1 points), 1 public and 1 hidden tests"
    )


def imported(module: str, modules: dict[str, Path]) -> set[str]:
    """Return the modules of gangrade that one leads to, also where a function imports them."""
    reached, new = set[str](), {module}
    while new:
        reached |= new
        names = {name for one in new for name in imports(modules[one])}
        names |= {name.rpartition(".")[0] for name in names}
        new = (names & modules.keys()) - reached
    return reached


def test_the_image_gets_what_it_imports_and_no_more() -> None:
    """It is a wheel as pip wants it, without the packages that only an instructor uses."""
    [content] = wheel.build().values()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        [record] = [name for name in names if name.endswith("/RECORD")]
        rows = [line.split(",") for line in archive.read(record).decode().splitlines()]
        for name, digest, size in rows:
            data = archive.read(name)
            expected = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).decode().rstrip("=")
            assert name == record or (digest, int(size)) == (f"sha256={expected}", len(data))
    assert [name for name, _, _ in rows] == names
    assert not any(name.endswith("entry_points.txt") for name in names)

    package = REPOSITORY.autograder / "gangrade"
    modules = {
        ".".join(path.relative_to(package).with_suffix("").parts).removesuffix(".__init__"): path
        for path in package.rglob("*.py")
    }
    used = imported("container", modules) | imported("inside.warm", modules)
    packages = {name.split(".")[0] for name in modules if "." in name}
    assert {name.split(".")[0] for name in used} & packages == packages - {*wheel.LEFT_OUT}
    for name in modules:
        file = modules[name].relative_to(package.parent).as_posix()
        assert (file in names) == (name.split(".")[0] not in wheel.LEFT_OUT), file


def test_what_the_image_gets_imports_by_itself(tmp_path: Path) -> None:
    [content] = wheel.build().values()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        archive.extractall(tmp_path)
    code = (
        f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n"
        "import gangrade.container\n"
        "ours = [n for n in sys.modules if n.split('.')[0] in ('gangrade', 'gankit')]\n"
        "print(*(sys.modules[name].__file__ for name in ours))"
    )
    command = [sys.executable, "-c", code]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    files = run.stdout.split()
    assert len(files) > 20
    assert all(Path(file).is_relative_to(tmp_path) for file in files)


@pytest.mark.slow
def test_it_needs_nothing_that_only_unix_has(course: Course) -> None:
    """A release works on Windows itself."""
    release_part(course, "tiny")
    before = outputs(course)
    course.student_zip("tiny").unlink()
    code = (
        "import sys\n"
        "for name in ('fcntl', 'grp', 'pwd', 'resource', 'termios'):\n"
        "    sys.modules[name] = None\n"
        "from gangrade.cli import app\n"
        "app(['release', 'tiny'])"
    )
    command = [sys.executable, "-c", code]
    run = subprocess.run(command, cwd=course.root, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert outputs(course) == before


def test_what_the_host_starts_is_executable(course: Course) -> None:
    released = release_part(course, "tiny")
    for path in (released.student_zip, released.autograder_zip):
        with zipfile.ZipFile(path) as archive:
            modes = {info.filename: info.external_attr >> 16 for info in archive.infolist()}
        programs = {"setup.sh", "run_autograder"} & set(modes)
        assert len(programs) == (2 if path == released.autograder_zip else 0)
        for name, mode in modes.items():
            assert stat.S_ISREG(mode)
            assert stat.S_IMODE(mode) == (0o755 if name in programs else 0o644)


def test_part_json_lists_the_questions_in_order(course: Course) -> None:
    write_master(course, {15: ("raw", WRITTEN + "\nneeds: [area]\nseconds: 90")})
    released = release_part(course, "tiny")
    assert json.loads(member(released.autograder_zip, "part.json")) == {
        "part": "tiny",
        "environment": {
            "python": "3.12",
            "packages": ["keras", "matplotlib", "numpy", "scipy", "tensorflow"],
            "cell_seconds": 60,
        },
        "questions": [
            {
                "name": "area",
                "points": 2,
                "manual": False,
                "needs": [],
                "seconds": 60,
                "training": None,
            },
            {
                "name": "area_written",
                "points": 1,
                "manual": True,
                "needs": ["area"],
                "seconds": 90,
                "training": None,
                "asks": "What happens to the area when the radius doubles?",
                "answer": MODEL_ANSWER,
                "rubric": [
                    {"points": 1, "earns": "Four times."},
                    {"points": 0, "earns": "Anything else."},
                ],
            },
        ],
    }


@pytest.mark.parametrize(
    ("lines", "more"),
    [
        ("points: 0\nall_or_nothing: true", {"points": 0}),
        ("points: 2\nall_or_nothing: false", {"by_test": True}),
        ("points: 2\nall_or_nothing: true\nbonus: true", {"bonus": True}),
    ],
)
def test_part_json_says_how_points_come(
    course: Course, lines: str, more: dict[str, object]
) -> None:
    write_master(course, {5: ("raw", f"# BEGIN QUESTION\nname: area\n{lines}")})
    released = release_part(course, "tiny")
    [entry, _] = json.loads(member(released.autograder_zip, "part.json"))["questions"]
    plain = {"name": "area", "points": 2, "manual": False, "needs": [], "seconds": 60}
    assert entry == plain | {"training": None} | more
    worth = "0 + 2 bonus" if "bonus" in more else entry["points"]
    assert f"1 automatic questions ({worth} points)" in released.summary


def test_the_set_up_is_written_where_the_master_asks_for_it(course: Course) -> None:
    """So are otter's configuration and the cell that exports."""
    write_master(course, {1: ("raw", "# IGNORE")})
    released = release_part(course, "tiny")
    for path in (released.student_notebook, released.solution_notebook):
        colab, imports, runs, own, *_, check_all, _, export = (
            s for s in sources(path) if s.strip()
        )
        assert "the line `# not graded`" in runs and "compute for 60 seconds" in runs
        assert "The grader has Python 3.12 and keras, matplotlib, numpy" in runs
        assert 'gankit.grader_python("3.12")' in imports
        assert "google.colab" in colab and 'Path("tiny.zip")' in colab
        assert 'grader = gankit.Grader("tiny.ipynb")' in imports
        assert own == "import math"
        assert (check_all, export) == ("grader.check_all()", "grader.export()")
    assert "In Google Colab choose File, Download" in sources(released.student_notebook)[-2]


def test_a_master_may_have_settings_of_its_own(course: Course) -> None:
    with_own = "# ASSIGNMENT CONFIG\nexport_cell: false\nfiles: [no_such_file]"
    write_master(course, {1: ("raw", with_own)})
    assert not [s for s in sources(release_part(course, "tiny").student_notebook) if "export" in s]


MODULES = {
    "__init__": "",
    "curves": "import numpy\ncubic = 3\nTable = dict[str, int]",
    "digits": "from pathlib import Path\n\n\ndef load(): return Path('digits.npz')",
    "plots": "from gankit.curves import cubic\n\n\ndef plot(): from gankit import shapes",
    "shapes": "limit: int = 3",
    "probes/__init__": "",
    "probes/base": "class Probe: pass",
    "probes/calls": "from gankit.probes.base import Probe\n\n\n@Probe\ndef call(): pass",
    "probes/images": "import gankit\n\n\ndef image(): return gankit.load()",
}
ALL = " ".join([*MODULES][1:])
FILES = {f"gankit/{name}.py": text.encode() for name, text in MODULES.items()}
FILES |= {"gankit/data/digits.npz": b"12", "gankit/data/unused.npz": b"3"}


@pytest.mark.parametrize(
    ("code", "text", "needed"),
    [
        ("import gankit\n%pip install x\ngankit.cubic", "", "curves"),
        ("import gankit as g\nprint(g.plot(g.cubic))", "", "curves plots shapes"),
        ("from gankit import plots", "", "curves plots shapes"),
        ("from gankit import limit as most", "", "shapes"),
        ("import gankit\ngankit.probes.call(f)", "", "probes/__init__ probes/base probes/calls"),
        ("from gankit import probes as p\np.call", "", "probes/__init__ probes/base probes/calls"),
        ("from gankit.images import *\nfrom gankit import *", "", ALL),
        ("import gankit", "Use `gankit.load`, or gankit.nothing.", "digits"),
        ("import gankit, numpy.digits\ngankit.nothing\nnumpy.load", "", ""),
        ("def call(): load()", "The library gankit.", None),
    ],
)  # fmt: skip
def test_what_a_part_uses_of_the_library(code: str, text: str, needed: str | None) -> None:
    names = ["__init__", *needed.split()] if needed is not None else []
    expected = {f"gankit/{name}.py" for name in names}
    if "digits" in names:
        expected.add("gankit/data/digits.npz")
    assert used(FILES, [code], [text]).keys() == expected


def test_the_first_release_makes_a_secret_and_says_so(course: Course) -> None:
    first = release_part(course, "tiny")
    assert first.new_secret and first.changes is None
    assert re.fullmatch(r"[0-9a-f]{4}-[0-9a-f]{4}", first.fingerprint)
    assert first.fingerprint == Autograder(first.autograder_zip).fingerprint
    assert first.fingerprint.replace("-", "") not in course.secret.read_text()
    again = release_part(course, "tiny")
    assert not again.new_secret and again.changes == ()
    assert again.fingerprint == first.fingerprint
    course.secret.unlink()
    other = release_part(course, "tiny")
    assert other.new_secret and other.fingerprint != first.fingerprint
    assert other.changes == ()


def test_a_release_says_what_changed_for_students(course: Course) -> None:
    release_part(course, "tiny")
    more_public = PUBLIC_TEST.replace("test_zero", "test_one").replace("of radius 0", "of radius 1")
    write_master(
        course,
        {
            4: ("markdown", "# Discs and rings"),
            5: ("raw", QUESTION.replace("points: 2", "points: 3\nbonus: true")),
            6: ("markdown", "Write `area` with care."),
            11: ("code", PUBLIC_TEST.replace("== 0", "== 0.0")),
            12: ("code", HIDDEN_TEST.replace("17", "19")),
            13: ("code", more_public.replace("== 0", "== 3.14159")),
            14: ("raw", "# END TESTS"),
            15: ("raw", "# END QUESTION"),
            16: ("raw", WRITTEN),
            17: MASTER[15],
            18: MASTER[16],
            19: MASTER[17],
            20: MASTER[18],
        },
        more=[("raw", "# END QUESTION")],
    )
    (course.calibration("tiny") / "area.json").write_text('{"thresholds": {}}\n')
    (course.library / "weights.bin").write_bytes(b"\x00")
    changes = release_part(course, "tiny").changes
    assert changes == (
        "area: 3 points, before 2",
        "area: it is a bonus",
        "text under “Discs and rings”: 2 cells changed",
        "area: the public test “A disc of radius 0 has no area.” changed",
        "area: the public test “A disc of radius 1 has no area.” is new",
        "files of the students' zip: gankit/weights.bin",
        "area: the hidden test “Large discs are right too.” changed",
        "area: its calibration",
    )
    write_master(
        course,
        {
            15: ("raw", "# IGNORE"),
            16: MASTER[2],
            **dict.fromkeys(range(17, 21), ("raw", "# IGNORE")),
        },
    )
    changes = release_part(course, "tiny").changes or ()
    assert "area_written: the question is gone" in changes
    write_master(course)
    assert "area_written: a new question, 1 points" in (release_part(course, "tiny").changes or ())


def test_a_zip_is_stale_when_its_folder_has_changed(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = release_part(course, "tiny").autograder_zip
    assert changed(course, Autograder(path)) == []
    notebook = nbformat.read(course.master("tiny"), as_version=4)
    for cell in notebook.cells:  # what editors do to a file is no change
        cell.metadata["collapsed"] = True
        cell.id = f"new-{cell.id}"
    nbformat.write(notebook, course.master("tiny"))
    assert changed(course, Autograder(path)) == []
    write_master(course, {6: ("markdown", "Write `area` again.")})
    (course.calibration("tiny") / "area.json").write_text("[]")
    course.secret.write_text("1" * 64 + "\n")
    assert changed(course, Autograder(path)) == [
        "assignment/tiny.ipynb has changed",
        "the calibration of area has changed",
        "autograder/.secret is another one",
    ]
    monkeypatch.chdir(course.root)
    runs = {
        "grade": ["--part", "tiny", "--out", "out", "."],
        "answers": ["--part", "tiny", "--out", "out", "."],
        "merge": ["--part", "tiny", "--out", "out", "--results", "results"],
        "audit": ["tiny"],
    }
    for command, arguments in runs.items():
        result = CliRunner().invoke(app, [command, *arguments])
        said = " ".join(result.output.split())
        assert result.exit_code == 2, said
        assert "Since autograder/dist/tiny.zip was released, assignment/tiny.ipynb has" in said
        assert "Run `gangrade release tiny`." in said
        assert ("--autograder autograder/dist/tiny.zip" in said) == (command != "audit")


def test_notebooks_are_normal(course: Course) -> None:
    released = release_part(course, "tiny")
    for path in (released.student_notebook, released.solution_notebook):
        text = path.read_text(encoding="utf-8")
        assert text.endswith("}\n")
        assert not text.endswith("\n\n")
        notebook = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
        assert [cell.id for cell in notebook.cells] == [
            f"cell-{number:03d}" for number in range(1, len(notebook.cells) + 1)
        ]
        assert set(notebook.metadata) == {"kernelspec", "language_info", "otter"}
        assert notebook.metadata.kernelspec.name == "python3"
        assert notebook.metadata.otter.assignment_name == "tiny"


def test_editors_traces_in_the_master_change_nothing(course: Course) -> None:
    release_part(course, "tiny")
    before = outputs(course)
    notebook = nbformat.read(course.master("tiny"), as_version=4)
    notebook.metadata["toc"] = {"base_numbering": 1}
    for cell in notebook.cells:
        cell.id = f"other-{cell.id}"
        cell.metadata["execution"] = {"iopub.execute_input": "2024-01-01"}
    nbformat.write(notebook, course.master("tiny"))
    release_part(course, "tiny")
    assert outputs(course) == before


def test_the_same_masters_and_secret_give_the_same_bytes(course: Course, tmp_path: Path) -> None:
    release_part(course, "tiny")
    first = outputs(course)
    release_part(course, "tiny")
    assert outputs(course) == first

    elsewhere = make_course(tmp_path / "another place")
    shutil.copy(course.secret, elsewhere.secret)
    for path in (elsewhere.library / "__init__.py", elsewhere.image / "setup.sh"):
        path.chmod(0o600)
    release_part(elsewhere, "tiny")
    assert outputs(elsewhere) == first


def test_the_secret_is_made_once_and_kept_private(course: Course) -> None:
    released = release_part(course, "tiny")
    secret = course.secret.read_bytes()
    assert len(bytes.fromhex(secret.decode())) == 32
    assert stat.S_IMODE(course.secret.stat().st_mode) == 0o600
    assert stat.S_IMODE(released.autograder_zip.stat().st_mode) == 0o600
    assert member(released.autograder_zip, "secret.txt") == secret
    release_part(course, "tiny")
    assert course.secret.read_bytes() == secret


def test_another_secret_changes_the_autograder_zip_alone(course: Course) -> None:
    release_part(course, "tiny")
    before = outputs(course)
    course.secret.write_text("ab" * 32 + "\n")
    release_part(course, "tiny")
    after = outputs(course)
    assert {name for name in before if before[name] != after[name]} == {"autograder/dist/tiny.zip"}


def test_students_get_no_hidden_test_and_no_solution(course: Course) -> None:
    released = release_part(course, "tiny")
    for name in names(released.student_zip):
        text = member(released.student_zip, name).decode(errors="ignore")
        assert not [secret for secret in SECRET_TEXTS if secret in text], name
    assert "test_zero" in member(released.student_zip, "tests/area.py").decode()

    graded = member(released.autograder_zip, "tests/area.py").decode()
    assert "test_zero" in graded
    assert "test_large" in graded
    solution = "\n".join(sources(released.solution_notebook))
    assert "squared_radius" in solution
    assert MODEL_ANSWER in solution
    assert "test_large" not in solution


def test_released_tests_are_otter_tests(course: Course) -> None:
    released = release_part(course, "tiny")
    text = member(released.autograder_zip, "tests/area.py").decode()
    tests = ExceptionTestFile.from_string(text)
    assert [test.hidden for test in tests.test_cases] == [False, True]
    for factor, passed in ((3.14159, [True, True]), (3, [True, False])):
        tests.run({"area": lambda radius, factor=factor: factor * radius**2})
        assert [result.passed for result in tests.test_case_results] == passed


def test_no_temporary_files_stay(
    course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    release_part(course, "tiny")
    assert list(scratch.iterdir()) == []
    assert [path.name for path in course.student_zip("tiny").parent.iterdir()] == ["tiny.zip"]


def test_readme_and_requirements_are_for_this_part(course: Course) -> None:
    released = release_part(course, "tiny")
    readme = member(released.student_zip, "README.md").decode()
    for text in ("tiny.ipynb", "tiny.zip", "3.11, 3.12 or 3.13", "Colab", "grader.export"):
        assert text in readme
    assert "{{" not in readme
    lines = member(released.student_zip, "requirements.txt").decode().splitlines()
    needed = [Requirement(line) for line in lines if not line.startswith("#")]
    assert {requirement.name for requirement in needed} == {
        *("tensorflow", "tensorflow-cpu", "keras", "numpy", "scipy", "matplotlib"),
        *("otter-grader", "jupyterlab"),
    }
    assert all(requirement.specifier and not requirement.extras for requirement in needed)


# What cannot be released


def question(*lines: str) -> tuple[str, str]:
    return "raw", "\n".join(["# BEGIN QUESTION", *lines])


MARKDOWN = ("markdown", "Nothing special.")

WRONG = {
    "no END QUESTION": ({14: MARKDOWN}, 5, "has no END; add # END QUESTION"),
    "no END QUESTION at all": ({20: MARKDOWN}, 15, "has no END; add # END QUESTION"),
    "no END SOLUTION": ({9: MARKDOWN}, 7, "has no END; add # END SOLUTION"),
    "no END TESTS": ({13: ("raw", "# IGNORE")}, 10, "has no END; add # END TESTS"),
    "no BEGIN TESTS": ({10: MARKDOWN}, 13, "no # BEGIN TESTS belongs to this END"),
    "no BEGIN QUESTION": ({15: MARKDOWN}, 20, "no # BEGIN QUESTION belongs to this END"),
    "block outside a question": ({15: MARKDOWN}, 17, "outside a question"),
    "misspelt block": ({7: ("raw", "# BEGIN SOLUTOIN")}, 7, "misspelt"),
    "fenced block": ({7: ("markdown", "```otter\n# BEGIN SOLUTION\n```")}, 7, "raw cells"),
    "no name": ({5: question("points: 2")}, 5, "needs a name"),
    "a name with blanks": ({5: question("name: the area", "points: 2")}, 5, "needs a name"),
    "the same name": (
        {15: question("name: area", "manual: true", "points: 1")},
        15,
        "is taken by cell 5",
    ),
    "no points": ({5: question("name: area")}, 5, "needs points"),
    "points as text": ({5: question("name: area", "points: two")}, 5, "needs points"),
    "points below 0": ({5: question("name: area", "points: -1")}, 5, "needs points"),
    "a truth value as points": ({5: question("name: area", "points: false")}, 5, "needs points"),
    "a bonus of nothing": (
        {5: question("name: area", "points: 0", "bonus: true")},
        5,
        "for practice (points: 0) there is neither",
    ),
    "written practice": (
        {15: ("raw", WRITTEN.replace("points: 1\n", "points: 0\n", 1))},
        15,
        "for practice (points: 0) there is neither",
    ),
    "a person's mark by test": (
        {15: ("raw", WRITTEN + "\nall_or_nothing: false")},
        15,
        "gives each test a share",
    ),
    "unknown key": ({5: question("name: area", "point: 2", "points: 2")}, 5, "unknown key “point”"),
    "manual as text": (
        {5: question("name: area", "points: 2", "manual: never")},
        5,
        "manual should be true or false",
    ),
    "seconds as text": (
        {5: question("name: area", "points: 2", "seconds: soon")},
        5,
        "seconds should be a number",
    ),
    "training as text": (
        {5: question("name: area", "points: 2", "training: long")},
        5,
        "training should be keys with values",
    ),
    "training without limits": (
        {
            5: question(
                "name: area",
                "points: 2",
                "training: {method: gan, subject: ring, function: area, steps: 600}",
            )
        },
        5,
        "its text does not say what a training must reach; put a line <!-- LIMITS --> into it",
    ),
    "training of something unknown": (
        {
            5: question(
                "name: area",
                "points: 2",
                "training: {method: gan, subject: song, function: area, steps: 600}",
            )
        },
        5,
        "the subject is one of curve, ring, wring, digits",
    ),
    "needs something unknown": (
        {15: ("raw", WRITTEN + "\nneeds: [volume]")},
        15,
        "no automatic question above has that name",
    ),
    "needs itself": (
        {5: question("name: area", "points: 2", "needs: [area]")},
        5,
        "no automatic question above has that name",
    ),
    "needs without a list": (
        {15: ("raw", WRITTEN + "\nneeds: area")},
        15,
        "needs should be a list",
    ),
    "broken YAML": ({5: question("name: [area", "points: 2")}, 5, "is not valid YAML"),
    "no key": ({5: ("raw", "# BEGIN QUESTION\narea")}, 5, "key: value"),
    "no tests": ({11: ("raw", "# IGNORE"), 12: ("raw", "# IGNORE")}, 5, "has no public test"),
    "hidden tests only": ({11: ("raw", "# IGNORE")}, 5, "has no public test"),
    "manual with tests": (
        {5: question("name: area", "points: 2", "manual: true")},
        5,
        "is manual but has tests",
    ),
    "no solution": ({8: ("raw", "# IGNORE")}, 5, "has no solution"),
    "the same function twice": (
        {12: ("code", HIDDEN_TEST.replace("test_large", "test_zero"))},
        12,
        "is taken by cell 11",
    ),
    "no docstring": ({11: ("code", "def test_zero(area):\n    assert area")}, 11, "no docstring"),
    "not a test’s name": (
        {11: ("code", PUBLIC_TEST.replace("test_zero", "points"))},
        11,
        "names of tests begin with test_",
    ),
    "two functions": (
        {11: ("code", PUBLIC_TEST + "\n\n\n" + HIDDEN_TEST.split("\n", 1)[1])},
        11,
        "one function",
    ),
    "an import": ({11: ("code", "import math\n\n" + PUBLIC_TEST)}, 11, "one function"),
    "text among tests": ({11: MARKDOWN}, 11, "only code cells"),
    "late HIDDEN": ({12: ("code", "\n" + HIDDEN_TEST)}, 12, "very first line"),
    "syntax error": ({3: ("code", "grader = (")}, 3, "syntax error"),
    "syntax error in a test": ({11: ("code", PUBLIC_TEST + " ==")}, 11, "syntax error"),
    "syntax error for students": (
        {8: ("code", "def area(r):\n    # BEGIN SOLUTION NO PROMPT\n    1\n    # END SOLUTION")},
        8,
        "left of it for students has a syntax error",
    ),
    "unmarked solution": ({8: ("code", "def area(radius):\n    return 3")}, 8, "no solution mark"),
    "misspelt mark": (
        {8: ("code", "a = 1  # SOLUTION\n#BEGIN SOLUTION\nb = 2\n#END SOLUTION")},
        8,
        "otter does not know the mark in “#BEGIN SOLUTION”",
    ),
    "mark without its END": (
        {8: ("code", SOLUTION.replace("    # END SOLUTION", ""))},
        8,
        "every BEGIN needs its END",
    ),
    "solution outside a block": ({3: ("code", "answer = 42  # SOLUTION")}, 3, "outside a SOLUTION"),
    "heading that otter leaves out": ({4: ("markdown", "# Ignore the noise")}, 4, "leaves out"),
    "other part in the configuration": (
        {1: ("raw", CONFIG.replace("tiny", "huge"))},
        1,
        'name should be "tiny"; it is "huge"',
    ),
    "otter makes a zip": (
        {1: ("raw", f"{CONFIG}\ngenerate: true")},
        1,
        "generate should be false; it is true",
    ),
    "second configuration": ({4: ("raw", CONFIG)}, 4, "second # ASSIGNMENT CONFIG"),
    "otter finds it": (
        {1: ("raw", CONFIG + "\nfilez: []")},
        None,
        "Unexpected key found in config: 'filez'",
    ),
    "no rubric": (
        {15: ("raw", WRITTEN.split("rubric")[0])},
        15,
        "a question that a person marks needs a rubric",
    ),
    "a rubric for the machine": (
        {5: ("raw", QUESTION + WRITTEN.partition("\npoints: 1")[2])},
        5,
        "only questions with manual: true have a rubric",
    ),
    "a written question without text": ({16: ("raw", "# IGNORE")}, 15, "has no text"),
    "a question without text": ({6: ("raw", "# IGNORE")}, 5, "has no text"),
    "a question with empty text": ({6: ("markdown", " \n")}, 5, "has no text"),
    "a question with a heading only": (
        {6: ("markdown", "### Question `area`\n<!-- LIMITS -->")},
        5,
        "has no text",
    ),
    "a question with code for text": ({6: ("code", "unit = 1")}, 5, "has no text"),
    "no set-up": ({2: MARKDOWN}, None, "has no raw cell # SETUP"),
    "second set-up": ({4: ("raw", "# SETUP")}, 4, "keep one # SETUP only"),
    "set-up below a question": (
        {2: MARKDOWN, 15: ("raw", "# SETUP")},
        15,
        "above all questions",
    ),
    "set-up in a question": ({2: MARKDOWN, 6: ("raw", "# SETUP")}, 6, "above all questions"),
}


@pytest.mark.parametrize(("changes", "cell", "message"), WRONG.values(), ids=WRONG.keys())
def test_a_wrong_master_is_refused(
    course: Course, changes: dict[int, tuple[str, str]], cell: int | None, message: str
) -> None:
    write_master(course, changes)
    where = "tiny.ipynb: " if cell is None else f"cell {cell} ("
    found = problems(course)
    assert [text for text in found if text.startswith(where) and message in text], found
    assert not course.student_notebook("tiny").exists()
    assert not course.secret.exists()


def test_a_problem_names_the_cell_by_its_first_line(course: Course) -> None:
    write_master(course, {5: question("name: area")})
    [problem] = problems(course)
    assert problem.startswith("cell 5 (# BEGIN QUESTION): ")


MEANT_RAW = [n for n, (kind, _) in enumerate(MASTER, 1) if kind == "raw"]


@pytest.mark.parametrize("kind", ["code", "markdown"])
@pytest.mark.parametrize("number", MEANT_RAW)
def test_what_should_be_raw_is_one_problem(course: Course, number: int, kind: str) -> None:
    """Nothing else is told of it: neither a syntax error nor blocks that end and do not begin."""
    source = MASTER[number - 1][1]
    write_master(course, {number: (kind, source)})
    [problem] = problems(course)
    assert problem.startswith(f"cell {number} ({source.splitlines()[0]}): ")
    assert f"is a {kind.capitalize()} cell: make it Raw" in problem
    write_master(course, {n: (kind, MASTER[n - 1][1]) for n in MEANT_RAW})
    assert [text.split()[1] for text in problems(course)] == [str(n) for n in MEANT_RAW]


def test_a_heading_or_a_mark_in_code_need_not_be_raw(course: Course) -> None:
    write_master(
        course,
        {4: ("markdown", "# Begin questions early"), 8: ("code", f"# BEGIN SOLUTION\n{SOLUTION}")},
    )
    assert [question.name for question in read_master(course.master("tiny")).questions] == [
        "area",
        "area_written",
    ]


def test_all_problems_come_at_once_in_the_order_of_the_cells(course: Course) -> None:
    write_master(course, {18: ("code", "x = ("), 3: ("code", "y = ("), 5: question("name: area")})
    numbers = [text.split()[1] for text in problems(course) if text.startswith("cell")]
    assert numbers == ["3", "5", "15", "18"]


@pytest.mark.parametrize(
    "key", ["point", "Points", "need", "second", "allornothing", "hidden", "exports", "tests"]
)
def test_unknown_keys_of_a_question_are_refused(course: Course, key: str) -> None:
    write_master(course, {5: ("raw", f"{QUESTION}\n{key}: 1")})
    [problem] = problems(course)
    assert f"unknown key “{key}”; the keys are" in problem


def test_own_keys_of_a_question_are_known(course: Course) -> None:
    write_master(course, {5: ("raw", QUESTION + "\nneeds: []\nseconds: 0.5")})
    [area, _] = read_master(course.master("tiny")).questions
    assert (area.needs, area.seconds) == ([], 0.5)


def test_a_master_that_was_run_is_refused(course: Course) -> None:
    notebook = nbformat.read(course.master("tiny"), as_version=4)
    for number in (3, 8):
        notebook.cells[number - 1].outputs = [nbformat.v4.new_output("stream", text="hello")]
    nbformat.write(notebook, course.master("tiny"))
    [problem] = problems(course)
    assert problem.startswith("cell 3 (")
    assert "has been run (and 1 more); clear the outputs" in problem


@pytest.mark.parametrize("content", ["", "not json", '{"cells": 3}', "[]"])
def test_what_is_no_notebook_is_refused(course: Course, content: str) -> None:
    course.master("tiny").write_text(content)
    [problem] = problems(course)
    assert "tiny.ipynb is not a valid notebook" in problem


def test_a_master_that_cannot_be_read_is_refused(course: Course) -> None:
    master = course.master("tiny")
    master.write_bytes(b"\xff")
    assert "not a valid notebook: it is not UTF-8. Open it" in problems(course)[0]
    master.unlink()
    master.mkdir()
    assert problems(course) == ["tiny.ipynb cannot be read: Is a directory."]


def test_a_merge_that_is_not_done_is_told_with_its_lines(course: Course) -> None:
    master = course.master("tiny")
    first, rest = master.read_text().split("\n", 1)
    master.write_text(f"{first}\n<<<<<<< HEAD\n=======\n>>>>>>> kit\n{rest}")
    [problem] = problems(course)
    assert "tiny.ipynb holds both sides of a merge (line 2): open it in an editor" in problem


def test_an_unknown_part_is_named_with_the_parts_there_are(course: Course) -> None:
    [problem] = problems(course, "huge")
    assert "assignment/huge.ipynb is missing. Parts: tiny." in problem


def test_a_spoilt_secret_is_refused(course: Course) -> None:
    course.secret.write_text("")
    [problem] = problems(course)
    assert ".secret in autograder/ is not one line of 64 hex digits" in problem


def test_what_otter_finds_names_the_cell(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssignNotebookFormatException("Found a strange cell", None, 6)

    monkeypatch.setattr(otter.assign, "main", refuse)
    [problem] = problems(course)
    assert problem == "cell 5 (# BEGIN QUESTION): otter assign says: Found a strange cell"


GIVEN = 21
"""The number of a cell behind the small master's."""


def skip(course: Course, *numbers: int) -> None:
    """Give cells the tag that the grader looks for."""
    notebook = nbformat.read(course.master("tiny"), as_version=4)
    for number in numbers:
        notebook.cells[number - 1].metadata["tags"] = ["otter_ignore"]
    nbformat.write(notebook, course.master("tiny"))


NEEDED = {
    "a function by another cell": (
        "def double(x):\n    return 2 * x",
        ("code", "double(3)"),
        "double",
    ),
    "a function by a skipped cell": (
        "def twice(x): pass",
        ("code", "# not graded\ntwice(3)"),
        "twice",
    ),
    "a class in a text": ("class HalfDisc:\n    pass", ("markdown", "Try HalfDisc."), "HalfDisc"),
    "a function in a span": ("def half(x): pass", ("markdown", "Try `half(3)`."), "half"),
    "a function in a fence": ("def half(x): pass", ("markdown", "```\nhalf(3)\n```"), "half"),
    "a module": ("import cmath", ("code", "cmath.pi"), "cmath"),
    "a variable by graded code": ("radii = [1]", ("code", "def f():\n    return radii"), "radii"),
    "a loop's variable": ("for radius_now in [1]: pass", ("code", "radius_now"), "radius_now"),
    "a variable in a span": ("radii = [1]", ("markdown", "Use `radii`."), "radii"),
}


@pytest.mark.parametrize(("source", "user", "name"), NEEDED.values(), ids=NEEDED.keys())
def test_a_skipped_cell_defines_nothing_that_is_needed(
    course: Course, source: str, user: tuple[str, str], name: str
) -> None:
    for line in ("", "# not graded\n"):
        write_master(course, more=[("code", line + source), user])
        tagged = [] if line else [GIVEN]
        skip(course, *tagged)
        [problem] = problems(course)
        assert problem.startswith(f"cell {GIVEN} (")
        assert f"cell {GIVEN + 1} (" in problem and f" needs its {name}, " in problem


def test_a_solution_or_a_right_answer_needs_nothing_of_a_skipped_cell(course: Course) -> None:
    variant = course.variants("tiny") / "area" / "by_square.py"
    variant.parent.mkdir(parents=True)
    variant.write_text("def area(radius):\n    return squared(radius) * 3.14159\n")
    write_master(course, more=[("code", "def squared(x):\n    return x**2\ncircle = math")])
    skip(course, GIVEN)
    [problem] = problems(course)
    assert "tiny/variants/area/by_square.py needs its squared, " in problem


NOT_NEEDED = {
    "used where it is": ("def double(x): pass\ndouble(3)", ("markdown", "Twice as much.")),
    "a word of English": ("def half(x): pass", ("markdown", "The other half is yours.")),
    "an argument elsewhere": ("radius = 3", ("markdown", "`radius` is a number.")),
    "another function's own": ("n = 3", ("code", "def f(n):\n    return n")),
    "an attribute": ("def sin(x): pass", ("markdown", "Use `math.sin`.")),
    "read by plots only": ("found = 3", ("code", "# not graded\nprint(found)")),
}


@pytest.mark.parametrize(("source", "other"), NOT_NEEDED.values(), ids=NOT_NEEDED.keys())
def test_what_only_a_skipped_cell_needs_is_fine(
    course: Course, source: str, other: tuple[str, str]
) -> None:
    write_master(course, more=[("code", source), other])
    skip(course, GIVEN)
    release_part(course, "tiny")


@pytest.mark.slow
@pytest.mark.parametrize("name", IMAGE_FILES)
def test_a_file_of_the_image_is_the_course_s_or_else_the_kit_s(course: Course, name: str) -> None:
    def released() -> bytes:
        release_part(course, "tiny")
        with zipfile.ZipFile(course.autograder_zip("tiny")) as archive:
            return archive.read(name)

    own = (course.image / name).read_bytes()
    assert released() == own
    (course.image / name).unlink()
    if name == "config.toml":  # the kit's is for the kit's parts
        assert released() == b""
    else:
        assert released() == (REPOSITORY.image / name).read_bytes() != own


def test_a_mistake_in_the_environment_is_refused(course: Course) -> None:
    course.environment.write_text('python = "3.14"\n')
    [problem] = problems(course)
    assert problem.startswith('environment.toml: python should be one of "3.11", "3.12", "3.13"')
    course.environment.unlink()
    readme = member(release_part(course, "tiny").student_zip, "README.md").decode()
    assert "The grader has **Python 3.11** and these packages: keras, matplotlib" in readme


def test_students_are_told_what_the_grader_has_and_runs(course: Course) -> None:
    course.package_lock.write_text("nothing\n")
    course.environment.write_text('packages = ["tabulate"]\n')
    (course.image / "requirements.lock").write_text("tabulate==0.9.0 \\\n    --hash=sha256:00\n")
    (course.image / "config.toml").write_text("minutes = 8\n")
    released = release_part(course, "tiny")
    readme = member(released.student_zip, "README.md").decode()
    for text in (readme, *[s for s in sources(released.student_notebook) if "not graded" in s]):
        assert "scipy, tabulate, tensorflow" in text
        assert "48 seconds" in " ".join(text.split())
        assert "# not graded" in text
    assert "tabulate" in member(released.student_zip, "requirements.txt").decode().splitlines()
    assert member(released.autograder_zip, "python") == b"3.11\n"
    assert "packages.lock" not in names(released.autograder_zip)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("minutes = 1", "minutes should be between 2 and 1440"),
        ("[tiny]\nhidden_tests = true", "hidden_tests should be of type str"),
        ("tiny = 5", "tiny should be a table: [tiny]"),
        ("colour = 'red'", "unknown setting colour; there are minutes,"),
        ("minutes: 3", "it is not TOML: "),
    ],
)
def test_wrong_settings_of_the_image_are_refused(course: Course, content: str, reason: str) -> None:
    (course.image / "config.toml").write_text(content)
    [problem] = problems(course)
    assert problem.startswith(f"image/config.toml: {reason}")
    assert not course.autograder_zip("tiny").exists()


def test_a_table_of_no_part_stops_a_release(course: Course) -> None:
    (course.image / "config.toml").write_text("[huge]\nminutes = 5")
    with pytest.raises(ReleaseError) as raised:
        release_part(course, "tiny")
    assert raised.value.problems == [
        "image/config.toml: there is no part huge, only tiny: correct or remove [huge]"
    ]


def test_a_wheel_that_cannot_be_built_is_refused(
    course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(REPOSITORY.root / "pyproject.toml", tmp_path)  # without README.md and LICENSE
    monkeypatch.setattr(wheel, "CLONE", tmp_path)
    [problem] = problems(course)
    assert "the wheel cannot be built from pyproject.toml" in problem


SECOND = [
    ("raw", WRITTEN.replace("area_written", "second_written").replace("Four times", "Nine times")),
    ("markdown", "What happens when it triples?"),
    ("raw", "# BEGIN SOLUTION"),
    ("markdown", MODEL_ANSWER),
    ("code", "tripled = 9  # SOLUTION"),
    ("raw", "# END SOLUTION"),
    ("raw", "# END QUESTION"),
]


def test_each_rubric_stands_behind_its_own_model_answer(course: Course) -> None:
    write_master(course, more=SECOND)
    text = release_part(course, "tiny").solution_notebook.read_text(encoding="utf-8")
    cells = nbformat.reads(text, as_version=4).cells  # type: ignore[no-untyped-call]
    sources = [cell.source for cell in cells]
    first, second = (n for n, source in enumerate(sources) if source.startswith("| Points |"))
    assert sources[first - 1] == MODEL_ANSWER == sources[second - 2]
    assert "| 1 | Four times. |" in sources[first] and "| 1 | Nine times. |" in sources[second]
    assert cells[second - 1].cell_type == "code" and cells[second].cell_type == "markdown"
    student = (course.student_notebook("tiny")).read_text(encoding="utf-8")
    assert "Four times" not in student and "Nine times" not in student


def test_written_questions_begin_differently(course: Course) -> None:
    begin = MASTER[15][1]
    write_master(course, more=[SECOND[0], ("markdown", f"{begin}\n\nTriples."), *SECOND[2:]])
    [problem] = problems(course)
    assert problem.startswith("cell 22 (") and "begins like area_written" in problem


@pytest.mark.parametrize(
    "text", ["A hint: Four times\nthe area\nof it.", "| 1 | Four times the area of it. |"]
)
def test_a_rubric_among_what_students_get_is_found(course: Course, text: str) -> None:
    rubric = WRITTEN.replace("Four times.", "Four times the area of it.")
    (course.library / "hints.md").write_text(text, encoding="utf-8")
    (course.library / "__init__.py").write_text('"""See hints.md."""')
    write_master(course, {15: ("raw", rubric)})
    [problem] = problems(course)
    assert problem.startswith("cell 15 (") and "a rubric would reach students: " in problem
    assert "hints.md says “Four times the area of it.”" in problem


def test_text_that_otter_left_in_is_found(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    split = otter.assign.main

    def split_badly(master: str, result: str, **options: bool) -> None:
        split(master, result, **options)
        shutil.copytree(f"{result}/autograder", f"{result}/student", dirs_exist_ok=True)

    monkeypatch.setattr(otter.assign, "main", split_badly)
    found = problems(course)
    for start, text in (
        ("cell 8 ", "a solution would reach students: tiny.ipynb has its line “squared_radius ="),
        ("cell 12 ", "the hidden test test_large would reach students: tests/area.py has its line"),
        ("cell 18 ", "a solution would reach students: tiny.ipynb has its line “A disc of twice"),
    ):
        assert [problem for problem in found if problem.startswith(start) and text in problem]
    assert not course.student_notebook("tiny").exists()
    assert not course.student_zip("tiny").exists()


def test_a_hidden_test_that_is_public_elsewhere_is_found(course: Course) -> None:
    copy = HIDDEN_TEST.split("\n", 1)[1].replace("test_large", "test_zero")
    write_master(course, {11: ("code", copy)})
    [problem] = problems(course)
    assert problem.startswith("cell 12 (# HIDDEN): all of the hidden test test_large is also in")


# The course's folder


def test_a_course_is_found_from_any_folder_inside(course: Course) -> None:
    assert Course.find(course.library) == course
    assert Course.find(course.root) == course
    assert course.parts() == ["tiny"]


def test_outside_a_course_there_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match="is not inside a course"):
        Course.find(tmp_path)


# The real masters


@pytest.mark.parametrize("part", PARTS)
def test_tracked_notebooks_are_what_the_master_gives(part: str, tmp_path: Path) -> None:
    without = shutil.ignore_patterns("__pycache__", ".secret", "dist")
    for folder in ("assignment", "autograder"):
        shutil.copytree(REPOSITORY.root / folder, tmp_path / folder, ignore=without)
    released = release_part(Course(tmp_path), part)
    for new, tracked in (
        (released.student_notebook, REPOSITORY.student_notebook(part)),
        (released.solution_notebook, REPOSITORY.solution_notebook(part)),
    ):
        assert tracked.exists(), "run gangrade release, and commit what it writes"
        assert new.read_bytes() == tracked.read_bytes(), "run gangrade release, and commit"


def pins(path: Path) -> dict[str, dict[str, set[str]]]:
    """Return the versions of each package in a lock file, with their hashes.

    Some packages have one version for each version of Python.
    """
    found: dict[str, dict[str, set[str]]] = {}
    for entry in path.read_text(encoding="utf-8").replace("\\\n", " ").splitlines():
        requirement, *hashes = entry.split(" --hash=sha256:")
        name, version = requirement.split(";")[0].strip().split("==")
        assert hashes
        found.setdefault(name, {})[version] = {text.strip() for text in hashes}
    return found


def test_the_image_has_the_packages_that_were_tested() -> None:
    path = REPOSITORY.image / "requirements.lock"
    image, tested = pins(path), pins(REPOSITORY.root / "requirements.lock")
    assert image.keys() - tested.keys() <= {"pip"}  # a virtual environment brings its own
    for name in image.keys() & tested.keys():
        assert image[name] == tested[name], f"{name}: run make lock"
    assert not {"hypothesis", "mypy", "pytest", "ruff", "playwright"} & image.keys()
    project = tomllib.loads((REPOSITORY.root / "pyproject.toml").read_text(encoding="utf-8"))[
        "project"
    ]
    assert {Requirement(text).name for text in project["dependencies"]} <= image.keys()
    # Where packages come from is for the host to say.
    assert not re.search(r"https?:|index|find-links|trusted-host", path.read_text("utf-8"))


def test_the_programs_of_the_image_are_executable() -> None:
    for name in ("setup.sh", "run_autograder"):
        assert stat.S_IMODE((REPOSITORY.image / name).stat().st_mode) & 0o111
        assert (REPOSITORY.image / name).read_bytes().startswith(b"#!/usr/bin/env bash\n")
        assert b"\r" not in (REPOSITORY.image / name).read_bytes()


def run_colab_cell(
    part: str, uploaded: dict[str, bytes] | None, monkeypatch: pytest.MonkeyPatch
) -> list[str]:
    """Run a student notebook's first code cell; return what pip was asked for.

    ``uploaded`` is what the student chooses when asked for a file; None means: not in Colab.
    """
    monkeypatch.delitem(sys.modules, "google.colab", raising=False)
    if uploaded is not None:
        colab = types.ModuleType("google.colab")
        colab.files = types.SimpleNamespace(upload=lambda: uploaded)  # type: ignore[attr-defined]
        monkeypatch.setitem(sys.modules, "google.colab", colab)
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])  # the shell replaces it
    shell = InteractiveShell(config=Config({"HistoryManager": {"enabled": False}}))
    asked: list[str] = []
    shell.register_magic_function(asked.append, "line", "pip")
    cells = nbformat.read(REPOSITORY.student_notebook(part), as_version=4).cells
    first = next(cell.source for cell in cells if cell.cell_type == "code")
    shell.run_cell(first).raise_error()
    return asked


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder, as Colab gives one."""
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    empty = tmp_path / "content"
    empty.mkdir()
    monkeypatch.chdir(empty)
    return empty


def part_zip(*names: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in names:
            archive.writestr(name, f"new {name}")
    return stream.getvalue()


@pytest.mark.parametrize("part", PARTS)
def test_the_first_cell_does_nothing_outside_colab(
    part: str, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / f"{part}.zip").write_bytes(part_zip(f"{part}.ipynb", "gankit/__init__.py"))
    assert run_colab_cell(part, None, monkeypatch) == []
    assert [path.name for path in folder.iterdir()] == [f"{part}.zip"]
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("there", [True, False], ids=["zip is there", "zip is asked for"])
def test_in_colab_the_first_cell_sets_everything_up(
    part: str,
    there: bool,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    content = part_zip(f"{part}.ipynb", "gankit/__init__.py", "tests/q.py")
    if there:
        (folder / f"{part}.zip").write_bytes(content)
    # Browsers rename a second download, and Colab a second upload.
    uploaded = {} if there else {f"{part} (1).zip": content}
    [pip] = run_colab_cell(part, uploaded, monkeypatch)
    assert pip.startswith("install -q")
    assert "otter-grader" in pip
    assert (folder / "gankit" / "__init__.py").read_text() == "new gankit/__init__.py"
    assert (folder / "tests" / "q.py").exists()
    assert (folder / f"{part}.ipynb").exists()
    printed = capsys.readouterr().out
    assert ("Choose" in printed) is not there
    assert "Everything is in place" in printed


@pytest.mark.parametrize("part", PARTS)
def test_in_colab_the_students_notebook_is_kept(
    part: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / f"{part}.ipynb").write_text("my work")
    (folder / f"{part}.zip").write_bytes(part_zip(f"{part}.ipynb", "gankit/__init__.py"))
    run_colab_cell(part, {}, monkeypatch)
    assert (folder / f"{part}.ipynb").read_text() == "my work"


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize(
    "uploaded",
    [{}, {"notes.txt": b"hello"}, {"other.zip": part_zip("other.ipynb", "gankit/__init__.py")}],
    ids=["nothing", "no zip", "another part"],
)
def test_in_colab_a_wrong_file_is_explained_and_can_be_replaced(
    part: str,
    uploaded: dict[str, bytes],
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    run_colab_cell(part, uploaded, monkeypatch)
    assert f"That was not {part}.zip" in capsys.readouterr().out
    assert not (folder / f"{part}.zip").exists()
    assert not (folder / "gankit").exists()
    run_colab_cell(part, {"x.zip": part_zip(f"{part}.ipynb", "gankit/__init__.py")}, monkeypatch)
    assert (folder / "gankit").exists()


@pytest.mark.parametrize("part", PARTS)
def test_in_colab_a_failed_installation_is_explained(
    part: str, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    find_spec = importlib.util.find_spec
    without = lambda name, *rest: None if name == "otter" else find_spec(name, *rest)  # noqa: E731
    monkeypatch.setattr("importlib.util.find_spec", without)
    (folder / f"{part}.zip").write_bytes(part_zip(f"{part}.ipynb", "gankit/__init__.py"))
    run_colab_cell(part, {}, monkeypatch)
    assert "otter could not be installed" in capsys.readouterr().out
    assert not (folder / "gankit").exists()
