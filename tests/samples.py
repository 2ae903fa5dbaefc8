"""Write three sample submissions for `make demo`: python tests/samples.py DIRECTORY."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import nbformat

ROOT = Path(__file__).resolve().parent.parent
QUESTIONS = {
    "data_relation": ["sample_real"],
    "he_init": ["he_uniform"],
    "adam": ["adam_step"],
    "networks": ["make_generator", "make_discriminator"],
}
"""The questions that the half-solved sample answers, and the functions that students write."""


def defined(source: str) -> set[str]:
    """Return the names of the functions that a cell defines; a cell with magics defines none."""
    try:
        return {node.name for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)}
    except SyntaxError:
        return set()


def write(directory: Path, root: Path = ROOT) -> None:
    """Write solved.ipynb, half.ipynb and blank.ipynb from the notebooks that a release made."""
    try:
        blank = nbformat.read(root / "student/function_gan.ipynb", 4)
        solved = nbformat.read(root / "solutions/function_gan.ipynb", 4)
    except FileNotFoundError as error:
        sys.exit(f"{error.filename} is missing. Run `gangrade release` first.")

    half = nbformat.read(root / "student/function_gan.ipynb", 4)
    missing = {name for names in QUESTIONS.values() for name in names}
    # Both have the same code cells in the same order; the solution also has model answers in text.
    code = [[cell for cell in book.cells if cell.cell_type == "code"] for book in (half, solved)]
    for cell, solution in zip(*code, strict=True):
        found = defined(solution.source) & missing
        if found:
            cell.source = solution.source
            missing -= found
    if missing:
        sys.exit(f"The solution notebook does not define {', '.join(sorted(missing))}.")

    directory.mkdir(parents=True, exist_ok=True)
    for name, notebook in {"solved": solved, "half": half, "blank": blank}.items():
        nbformat.write(notebook, directory / f"{name}.ipynb")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python tests/samples.py DIRECTORY")
    write(Path(sys.argv[1]))
