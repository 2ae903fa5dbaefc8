"""The tests hold in a course whose instructor has changed points and added a question."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from gangrade.part.course import Course
from gangrade.release.master import read_master

QUESTION = (
    ("raw", "# BEGIN QUESTION\nname: halves\npoints: 7\nall_or_nothing: true\n"),
    (
        "markdown",
        "### Question `halves`\n\n"
        "Write `halved(values)`, which returns an array of half the values.",
    ),
    ("raw", "# BEGIN SOLUTION"),
    (
        "code",
        'def halved(values):\n    """Return half the values."""\n'
        "    # BEGIN SOLUTION\n    return values / 2\n    # END SOLUTION\n",
    ),
    ("raw", "# END SOLUTION"),
    ("raw", "# BEGIN TESTS"),
    (
        "code",
        'def test_four(halved):\n    """Half of 4 is 2."""\n'
        "    import gankit\n    import numpy as np\n\n"
        "    found = gankit.probes.call(halved, [np.array([4.0])])\n"
        '    assert np.array_equal(found, [2.0]), "Half of 4 is 2."\n',
    ),
    (
        "code",
        '# HIDDEN\ndef test_drawn(halved):\n    """Half of what is drawn."""\n    import gankit\n'
        "    import numpy as np\n    from gangrade import verdicts\n\n"
        '    values = verdicts.rng("halves").normal(size=9)\n'
        "    found = gankit.probes.call(halved, [values])\n"
        '    assert np.allclose(found, values / 2), "This is not half of the values."\n',
    ),
    ("raw", "# END TESTS"),
    ("raw", "# END QUESTION"),
)
VARIANT = '"""Times a half."""\n\n\ndef halved(values):\n    return 0.5 * values\n'
MUTANT = '"""Doubled.\n\nMessage: Half of 4\nMistake: specification\nChange: / 2 -> * 2\n"""\n'
PROMISE = """
[[promise]]
id = "halves/half"
kind = "demand"
sentence = "Write `halved(values)`, which returns an array of half the values."
tests = ["test_four", "test_drawn"]
mutants = ["doubled"]
"""
PARTS = ("function_gan", "image_gan")
"""Those that the tests below cannot do without; the others only take time."""
TESTS = (
    "tests/grader/test_init.py",
    "tests/grader/test_rubric.py",
    "tests/parts/test_final_marks.py",
    "tests/parts/test_promises_kept.py",
)
"""Those that read masters and their corpus, and train nothing."""
QUICK = "not slow and not audit and not image"
LEFT_OUT = (
    f"{TESTS[0]}::test_a_change_is_checked",
    f"{TESTS[-1]}::test_all_that_is_said_to_be_given_is_checked",
)
"""One starts candidates, who see the installed package alone; one asks for rows of all parts."""


@pytest.mark.slow
def test_points_and_questions_are_the_instructor_s(course: Course, tmp_path: Path) -> None:
    copy = _copy(course, tmp_path / "course")
    for part in PARTS:
        _change(copy, part)
    program = [sys.executable, "-c", "from gangrade.cli import app; app()"]
    pytest_options = ["-q", "-p", "no:cacheprovider", "-m", QUICK]
    pytest_options += [f"--deselect={name}" for name in LEFT_OUT]
    for command in (
        [*program, "promises"],
        [sys.executable, "-m", "pytest", *pytest_options, *TESTS],
    ):
        done = subprocess.run(
            command,
            cwd=copy.root,
            env=_environment(copy),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-1000:]
    assert " passed" in done.stdout


def _copy(course: Course, root: Path) -> Course:
    """Return a copy of the course with ``PARTS``."""
    ignored = shutil.ignore_patterns("dist", ".secret", "__pycache__")
    for name in ("assignment", "autograder", "docs", "solutions", "student", "tests"):
        shutil.copytree(course.root / name, root / name, ignore=ignored)
    for path in course.root.iterdir():
        if path.is_file() and path.name != ".git":
            shutil.copy(path, root)
    copy = Course(root)
    for part in set(copy.parts()) - set(PARTS):
        copy.master(part).unlink()
    return copy


def _environment(course: Course) -> dict[str, str]:
    """Return variables with which Python takes the packages of the copy."""
    folders = os.pathsep.join(map(str, (course.assignment, course.autograder)))
    outer = {n: v for n, v in os.environ.items() if not n.startswith("PYTEST_")}
    return {**outer, "PYTHONPATH": folders}


def _change(course: Course, part: str) -> None:
    """Give each question of a machine's another mark, and put a new one behind the last."""
    master = read_master(course.master(part))
    notebook = nbformat.read(course.master(part), as_version=4)
    for question in master.questions:
        if not question.manual:
            source = question.cell.source
            points = f"points: {question.points:g}"
            assert points in source
            cell = notebook.cells[question.cell.number - 1]
            cell.source = source.replace(points, f"points: {question.points + 1:g}")
    ends = [n for n, cell in enumerate(notebook.cells) if cell.source.startswith("# END QUESTION")]
    new = {kind: getattr(nbformat.v4, f"new_{kind}_cell") for kind, _ in QUESTION}
    cells = [new[kind](source, id=f"halves-{n}") for n, (kind, source) in enumerate(QUESTION)]
    notebook.cells[ends[-1] + 1 : ends[-1] + 1] = cells
    text = nbformat.writes(notebook)
    course.master(part).write_text(f"{text.rstrip()}\n", encoding="utf-8")
    for folder, name, text in (
        (course.variants(part), "times_a_half", VARIANT),
        (course.mutants(part), "doubled", MUTANT),
    ):
        (folder / "halves").mkdir(parents=True)
        (folder / "halves" / f"{name}.py").write_text(text, encoding="utf-8")
    with course.promises(part).open("a", encoding="utf-8") as file:
        file.write(PROMISE)
