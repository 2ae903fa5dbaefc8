"""What students must not get: hidden tests, solutions, rubrics and reasons for answers."""

from __future__ import annotations

import ast
import json
from collections.abc import Mapping

from gangrade.release.master import (
    Master,
    split_solution,
)


def find_leaks(
    master: Master, files: Mapping[str, bytes], library: Mapping[str, bytes]
) -> list[str]:
    """Return one problem for each hidden test or solution whose text is in the students' files.

    A line gives something away if nothing that students may see has it too: open cells, what a
    solution cell leaves for students, public tests and the student library.
    """
    tests = [test for question in master.questions for test in question.tests]
    solutions = [
        (cell, *split_solution(cell))
        for question in master.questions
        for cell in question.solutions
    ]
    public = {line for text in library.values() for line in _lines(text.decode(errors="ignore"))}
    for cell in master.open_cells:
        public.update(_lines(cell.source))
    for _, template, _ in solutions:
        public.update(template)
    for test in tests:
        if not test.hidden:
            public.update(test.lines)

    # Solutions are compared as they are written, tests as otter writes them.
    hidden_tests = [test for test in tests if test.hidden]
    secret = [
        (test.cell, f"the hidden test {test.function.name}", test.lines) for test in hidden_tests
    ]
    secret += [(cell, "a solution", lines) for cell, _, lines in solutions]
    problems = []
    for name, content in files.items():
        texts = _texts(name, content)
        lines = {line for text in texts for line in _lines(text)}
        for cell, what, secret_lines in secret:
            for line in secret_lines:
                if line in lines and line not in public and _says_much(line):
                    problems.append(
                        f"{cell}: {what} would reach students: {name} has its line “{line}”. "
                        "Remove it there, or reword it if it gives nothing away"
                    )
                    break
        sentences = [" ".join(text.split()) for text in texts]  # text of a rubric may be wrapped
        problems += [
            f"{question.cell}: a rubric would reach students: {name} says “{level.earns}”. Remove "
            "it there, or reword it if it gives nothing away"
            for question in master.questions
            for level in question.rubric
            if _says_much(level.earns) and any(level.earns in text for text in sentences)
        ]
        problems += [
            f"{question.cell}: the reason for an answer would reach students: {name} says "
            f"“{option.because}”. Remove it there, or reword it if it gives nothing away"
            for question in master.questions
            for choice in question.choices
            for option in choice.options
            if _says_much(option.because) and any(option.because in text for text in sentences)
        ]
        bodies = ["\n".join(["", *_python_lines(text), ""]) for text in texts]
        problems += [
            f"{test.cell}: all of the hidden test {test.function.name} is also in {name}, which "
            "students get. Change the test, or remove it there"
            for test in hidden_tests
            if any("\n".join(["", *test.lines, ""]) in body for body in bodies)
        ]
    return problems


def _texts(name: str, content: bytes) -> list[str]:
    """Return the text of each cell of a notebook, or the text of a file."""
    text = content.decode(errors="ignore")
    if name.endswith(".ipynb"):
        return ["".join(cell["source"]) for cell in json.loads(text)["cells"]]
    return [text]


def _lines(text: str) -> set[str]:
    """Return the lines of a text, as written and, if it is Python, as otter would write them."""
    return {line.strip() for line in text.splitlines()} | set(_python_lines(text))


def _python_lines(text: str) -> list[str]:
    try:
        return [line.strip() for line in ast.unparse(ast.parse(text)).splitlines() if line.strip()]
    except (SyntaxError, ValueError):
        return []


def _says_much(line: str) -> bool:
    return sum(map(str.isalnum, line)) >= 8
