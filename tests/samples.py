"""Write the classes of `make demo`: samples.py submissions FOLDER, or marks ANSWERS FILE.

FOLDER gets a folder for each part.
"""

from __future__ import annotations

import copy
import csv
import json
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
from gangrade.corpus.cases import Case, own_cells, read_cases
from gangrade.intake.written import PLACEHOLDER
from gangrade.part.course import Course
from gangrade.part.part import Autograder

PART = "function_gan"
TRAINED = "cubic_gan"
ALL = (
    "data_relation", "he_init", "adam", "networks",
    "gan_losses", "gan_step", "untrained_generator", TRAINED,
)  # fmt: skip


@dataclass(frozen=True)
class Sample:
    """A made-up student."""

    style: int
    """Each style solves the questions in other ways, so that no two answers are copies."""
    mistakes: dict[str, str] = field(default_factory=dict)
    """The mutant that is handed in for a question."""
    leaves_out: tuple[str, ...] = (TRAINED,)
    answers: dict[str, tuple[str, float]] = field(default_factory=dict)
    """What is written for a written question, and the share of its points that a person gives."""


RELATION, ADAM = "data_relation_written", "adam_written"
CLASS = {
    "ada": Sample(
        style=0,
        leaves_out=(),
        answers={
            RELATION: (
                "1. Yes. Shuffle the X2 values of points on x²: both histograms stay as they were, "
                "and the points fill a square.\n2. Each coordinate would get its right histogram, "
                "and nothing would tie X2 to X1.",
                1,
            ),
            ADAM: (
                "1. $m = 0.1\\,g$ and $v = 0.001\\,g^2$, so the step is $0.1/\\sqrt{0.001} = 3.16$ "
                "times `lr`. With the correction it is 1 times `lr`.\n2. $0.5/\\sqrt{0.001} = "
                "15.8$ times. Both corrections tend to 1 as $t$ grows.",
                1,
            ),
        },
    ),
    "ben": Sample(
        style=1,
        mistakes={TRAINED: "default_momentum"},
        leaves_out=(),
        answers={ADAM: ("1. About three times `lr`, and one with the correction.", 1 / 2)},
    ),
    "chloe": Sample(
        style=2,
        mistakes={"he_init": "glorot", "gan_losses": "saturating"},
        answers={RELATION: ("If both histograms are right then the points are right.", 0)},
    ),
    "dev": Sample(style=3, mistakes={"he_init": "glorot", "adam": "no_bias_correction"}),
    "eda": Sample(
        style=4,
        mistakes={"adam": "no_bias_correction", "gan_step": "generator_not_updated"},
        answers={RELATION: ("Yes: X2 could come from another point than X1.", 1 / 2)},
    ),
    "finn": Sample(style=5, leaves_out=("gan_step", "untrained_generator", TRAINED)),
    "gita": Sample(style=6, leaves_out=("gan_losses", "gan_step", "untrained_generator", TRAINED)),
    "hugo": Sample(style=0, leaves_out=ALL),
}
CLASSES = {
    PART: CLASS,
    # A part that trains nothing.
    "evaluation": {
        "ivan": Sample(style=0, leaves_out=()),
        "jana": Sample(
            style=1,
            leaves_out=(),
            mistakes={
                **{"frechet": "diagonal_only", "fooling": "noise", "detective": "frechet_only"},
                "concepts_losses": "two_wrong",
            },
        ),
    },
}


def write(directory: Path, course: Course, part: str) -> None:
    """Write the notebooks of a part's class, from what a release made and from the corpus."""
    questions = [q.name for q in Autograder(course.autograder_zip(part)).automatic]
    cases = {case.name: case for case in read_cases(course, part, questions)}
    blank = nbformat.read(course.student_notebook(part), 4)
    solved = nbformat.read(course.solution_notebook(part), 4)
    # Both have the same code cells in the same order, but not the same texts between them.
    numbers = [n for n, cell in enumerate(solved.cells, 1) if cell.cell_type == "code"]
    solution = {number: solved.cells[number - 1].source for number in numbers}
    directory.mkdir(parents=True, exist_ok=True)
    for name, sample in CLASSES[part].items():
        notebook = copy.deepcopy(blank)
        code = [cell for cell in notebook.cells if cell.cell_type == "code"]
        cells = dict(zip(numbers, code, strict=True))
        for question in questions:
            if question in sample.leaves_out:
                continue
            for number in own_cells(question, solution):
                cells[number].source = solution[number]
            case = cases[_chosen(question, sample, cases)]
            for cell in case.submission.cells:
                if cell.source != solution[cell.number]:
                    cells[cell.number].source = cell.source
        for question, (text, _) in sample.answers.items():
            _answer(notebook, question, text)
        nbformat.write(notebook, directory / f"{name}.ipynb")


def _chosen(question: str, sample: Sample, cases: dict[str, Case]) -> str:
    """Return the case of the corpus that a student hands in for a question."""
    if question in sample.mistakes:
        return f"mutants/{question}/{sample.mistakes[question]}"
    if question == TRAINED:
        return "solution"
    styles = ["solution", *sorted(name for name in cases if f"variants/{question}/" in name)]
    return styles[sample.style % len(styles)]


def _answer(notebook: Any, question: str, text: str) -> None:
    """Write a text in the place that the notebook has for it."""
    sources = [cell.source for cell in notebook.cells]
    start = next(n for n, source in enumerate(sources) if f"`{question}`" in source)
    notebook.cells[sources.index(PLACEHOLDER, start)].source = text


def mark(answers: Path, path: Path, course: Course) -> None:
    """Write the table that a person would fill in on the pages that `gangrade answers` wrote."""
    questions = Autograder(course.autograder_zip(PART)).questions
    worth = {question.name: question.points for question in questions}
    key = json.loads((answers / "answers.json").read_text(encoding="utf-8"))["questions"]
    with (answers / "marks.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        student = Path(key[row["question"]][row["answer"]]["submission"]).stem
        _, share = CLASS[student].answers.get(row["question"], ("", 0))
        row |= {"points": f"{share * worth[row['question']]:g}", "who": "Eve"}
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, rows[0])
        table.writeheader()
        table.writerows(rows)


if __name__ == "__main__":
    here = Course.find(Path(__file__).parent)
    match sys.argv[1:]:
        case ["submissions", folder]:
            for part in CLASSES:
                write(Path(folder, part), here, part)
        case ["marks", folder, table]:
            mark(Path(folder), Path(table), here)
        case _:
            sys.exit(__doc__)
