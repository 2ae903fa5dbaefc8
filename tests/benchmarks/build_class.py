"""Build a class: a part without training, its release, submissions, and all for nbgrader too.

The part ``basics`` is made from the master of ``function_gan``: the questions of ``QUESTIONS`` as
they are there. nbgrader's assignment holds the same texts, and the same tests as asserts.
"""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
from bench import BIN, BUILD, ROOT, fresh
from gangrade.corpus.cases import Case, read_cases
from gangrade.part.course import Course
from gangrade.release.master import SETUP, Master, Test, read_master

FROM, PART = "function_gan", "basics"
QUESTIONS = ("data_relation", "he_init", "adam", "networks", "gan_losses")
KINDS = (
    "solution",
    "mutants/data_relation/independent",
    "variants/adam/keras_form",
    "mutants/he_init/glorot",
    "variants/networks/functional_he_normal",
    "mutants/adam/no_bias_correction",
    "variants/gan_losses/tensorflow_cross_entropy",
    "mutants/gan_losses/sum",
)
"""What submissions are, in turn: right ones, and ones that lose the question that is named."""
NAME = "NAME_OF_THE_SUBMISSION"

Marks = dict[str, dict[str, float]]
"""By submission, then by question."""


def course() -> Course:
    """Return a copy of the course in which ``basics`` and ``function_gan`` are released."""
    here, root = Course(ROOT), fresh(BUILD / "course")
    leave_out = shutil.ignore_patterns("dist", ".secret", "__pycache__")
    for folder in (here.assignment, here.autograder, here.solutions):
        shutil.copytree(folder, root / folder.name, ignore=leave_out)
    for name in ("pyproject.toml", "requirements.lock", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, root)
    copy = Course(root)
    copy.secret.write_text("0" * 64 + "\n", encoding="utf-8")
    nbformat.write(_basics(copy), copy.master(PART))
    subprocess.run([BIN / "gangrade", "release", FROM, PART], cwd=root, check=True)
    return copy


def _basics(copy: Course) -> Any:
    """Return the master with the set-up cells and the questions of ``QUESTIONS``, nothing else."""
    notebook = nbformat.read(copy.master(FROM), as_version=4)
    kept, question = [], None
    for cell in notebook.cells:
        if cell.cell_type == "raw" and cell.source.startswith("# BEGIN QUESTION"):
            [question] = re.findall(r"^name: (\w+)$", cell.source, re.MULTILINE)
        setup = cell.source == SETUP
        if question in QUESTIONS or setup:
            kept.append(cell)
        if cell.cell_type == "raw" and cell.source.startswith("# END QUESTION"):
            question = None
    notebook.cells = kept
    return notebook


def submissions(copy: Course, count: int, folder: Path) -> Marks:
    """Write s0001.ipynb … into the folder, each with code of its own; return the right marks."""
    solution = json.loads(copy.solution_notebook(PART).read_text(encoding="utf-8"))
    texts = []
    for case in _cases(copy):
        for number, text in _cells(case).items():
            solution["cells"][number - 1]["source"] = text
        texts.append((case, json.dumps(solution)))
    fresh(folder)
    marks = {}
    for number in range(count):
        case, text = texts[number % len(texts)]
        name = f"s{number + 1:04d}"
        (folder / f"{name}.ipynb").write_text(text.replace(NAME, name), encoding="utf-8")
        marks[name] = _marks(copy, case)
    return marks


def _cases(copy: Course) -> list[Case]:
    """Return the corpus' cases of ``KINDS``."""
    found = {case.name: case for case in read_cases(copy, PART, QUESTIONS)}
    return [found[kind] for kind in KINDS]


def _cells(case: Case) -> dict[int, str]:
    """Return the code cells by number; the answer to the first question has a comment more."""
    comment = {True: f"# Handed in by {NAME}.\n", False: ""}
    return {
        cell.number: comment["sample_real" in _defined(cell.source)] + cell.source
        for cell in case.submission.cells
    }


def _marks(copy: Course, case: Case) -> dict[str, float]:
    points = {q.name: float(q.points) for q in read_master(copy.master(PART)).questions}
    if case.kind == "mutant":
        points[str(case.question)] = 0.0
    return points


# --- nbgrader ------------------------------------------------------------------------------------


def nbgrader_course(copy: Course, count: int, folder: Path, environment: dict[str, str]) -> None:
    """Lay out source, release and submitted as nbgrader wants them, for the same submissions."""
    master, kinds = read_master(copy.master(PART)), _cases(copy)
    fresh(folder)
    (folder / "nbgrader_config.py").write_text(_CONFIG, encoding="utf-8")
    _write(folder / "source" / PART, list(_source(master, kinds[KINDS.index("solution")])))
    generate = ["nbgrader", "generate_assignment", PART]
    subprocess.run(generate, cwd=folder, env={**os.environ, **environment}, check=True)
    released = nbformat.read(folder / "release" / PART / f"{PART}.ipynb", as_version=4)
    for number in range(count):
        name = f"s{number + 1:04d}"
        answers = {
            cell.metadata.nbgrader.grade_id: cell.source
            for cell in _source(master, kinds[number % len(kinds)])
            if "nbgrader" in cell.metadata
        }
        for cell in released.cells:
            told = cell.metadata.get("nbgrader", {})
            if told.get("solution"):
                cell.source = answers[told.grade_id].replace(NAME, name)
        _write(folder / "submitted" / name / PART, released.cells)


_CONFIG = """c = get_config()
c.CourseDirectory.course_id = "gan"
c.Execute.timeout = 600
"""


def _source(master: Master, case: Case) -> Iterator[Any]:
    """Give the cells of nbgrader's notebook with the answers of a case."""
    ends = {q.tests[-1].cell.number: q for q in master.questions}
    solutions = {c.number: q for q in master.questions for c in q.solutions}
    tests = {test.cell.number for q in master.questions for test in q.tests}
    for cell in master.cells:
        if cell.number in solutions:
            name = f"{solutions[cell.number].name}_{cell.number}"
            text = f"### BEGIN SOLUTION\n{_answer(cell.source, case)}\n### END SOLUTION"
            yield _code(text, name, solution=True)
        elif cell.number in ends:
            question = ends[cell.number]
            shown = [_asserts(test) for test in question.tests if not test.hidden]
            hidden = [_asserts(test) for test in question.tests if test.hidden]
            parts = [*shown, "### BEGIN HIDDEN TESTS", *hidden, "### END HIDDEN TESTS"]
            yield _code("\n\n".join(parts), question.name, points=question.points)
        elif cell.node.cell_type != "raw" and cell.number not in tests:
            lines = [line for line in cell.source.splitlines() if "otter" not in line]
            if "google.colab" not in cell.source:
                yield nbformat.from_dict({**cell.node, "source": "\n".join(lines)})


def _answer(source: str, case: Case) -> str:
    """Return the case's cell that defines what this cell of the master defines, without marks."""
    wanted = _defined(source)
    answer = next(text for text in _cells(case).values() if wanted <= _defined(text))
    return re.sub(r"^ *# (BEGIN|END) SOLUTION\n?", "", answer, flags=re.MULTILINE).rstrip()


def _defined(source: str) -> set[str]:
    try:
        return {n.name for n in ast.parse(source).body if isinstance(n, ast.FunctionDef)}
    except SyntaxError:  # magics
        return set()


def _asserts(test: Test) -> str:
    function = ast.get_source_segment(test.cell.source, test.function)
    arguments = ", ".join(argument.arg for argument in test.function.args.args)
    return f"{function}\n\n\n{test.function.name}({arguments})"


def _code(text: str, name: str, solution: bool = False, points: float | None = None) -> Any:
    told = {"grade_id": name, "schema_version": 3, "task": False, "solution": solution}
    told |= {"grade": points is not None, "locked": points is not None}
    if points is not None:
        told["points"] = points
    return nbformat.v4.new_code_cell(text, metadata={"nbgrader": told})


def _write(folder: Path, cells: list[Any]) -> None:
    folder.mkdir(parents=True)
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    notebook = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})
    nbformat.write(notebook, folder / f"{PART}.ipynb")
