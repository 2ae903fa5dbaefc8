"""What tests of reports share: results to report, and readers of what was reported."""

from __future__ import annotations

import json
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import gankit
import jsonschema
import numpy as np
from gangrade.results.failure import Failure
from gangrade.results.result import Evidence, QuestionResult, Result, TestResult

VISIBILITY = {"enum": ["hidden", "after_due_date", "after_published", "visible"]}
FORMAT = {"enum": ["text", "html", "simple_format", "md", "ansi"]}
SPECIFICATION: dict[str, Any] = {
    # https://gradescope-autograders.readthedocs.io/en/latest/specs/, "Output format"
    "type": "object",
    "additionalProperties": False,
    "anyOf": [
        {"required": ["score"]},
        {"required": ["tests"], "properties": {"tests": {"items": {"required": ["score"]}}}},
    ],
    "properties": {
        "score": {"type": "number"},
        "execution_time": {"type": "number"},
        "output": {"type": "string"},
        "output_format": FORMAT,
        "test_output_format": FORMAT,
        "test_name_format": FORMAT,
        "visibility": VISIBILITY,
        "stdout_visibility": VISIBILITY,
        "extra_data": {"type": "object"},
        "tests": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "properties": {
                    "score": {"type": "number"},
                    "max_score": {"type": "number"},
                    "status": {"enum": ["passed", "failed"]},
                    "name": {"type": "string"},
                    "name_format": FORMAT,
                    "number": {"type": "string"},
                    "output": {"type": "string"},
                    "output_format": FORMAT,
                    "tags": {"type": "array", "items": {"type": "string"}},
                    "visibility": VISIBILITY,
                    "extra_data": {"type": "object"},
                },
            },
        },
        "leaderboard": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["name", "value"],
                "additionalProperties": False,
                "properties": {
                    "name": {"type": "string"},
                    "value": {"type": ["number", "string"]},
                    "order": {"enum": ["asc", "desc"]},
                },
            },
        },
    },
}


def read_results(path: Path) -> Any:
    """Return the content of a results.json after a check against Gradescope's specification."""

    def refuse(constant: str) -> None:
        raise ValueError(f"{constant} is not JSON")

    content = json.loads(path.read_text(encoding="utf-8"), parse_constant=refuse)
    jsonschema.validate(content, SPECIFICATION)
    return content


EVIL = "<script>alert('x')</script> \ud800"


def question(
    name: str,
    possible: float,
    *passed: bool,
    values: dict[str, Any] | None = None,
    pictured: bool = False,
    seconds: float = 0,
) -> QuestionResult:
    """A question whose tests passed or failed so; what was seen belongs to the last one."""
    tests = [
        TestResult(f"Test {number}", None if ok else Failure(f"Why {number}"), hidden=True)
        for number, ok in enumerate(passed, 1)
    ]
    if tests:
        last = tests.pop()
        tests.append(replace(last, values=values or {}, pictured=pictured))
    score = possible if passed and all(passed) else 0
    return QuestionResult(name, possible, score, tuple(tests), seconds)


def evidence(**changes: Any) -> Evidence:
    points = gankit.cubic.points(50).astype(np.float32)
    losses = {"d_loss": [1.0, 1.2, 1.39], "g_loss": [0.9, 0.8, 0.69]}
    return Evidence(
        **{
            "method": "gan",
            "subject": "curve",
            "target": gankit.cubic,
            "samples": points,
            "losses": losses,
            **changes,
        }
    )


def graded(*questions: QuestionResult, name: str = "ada", **fields: Any) -> Result:
    return Result(name, "function_gan", None, questions, **fields)


REFUSED = Result("bob", "function_gan", "This is not a notebook but a PDF file.")


class Page(HTMLParser):
    """The elements and the text of a page, and whether its elements are closed in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.open: list[str] = []
        self.within = False
        """Whether what comes now belongs to the word before: a browser may break it there."""
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self.within = tag == "wbr"
        if tag not in {"meta", "img", "br", "wbr"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.within and self.words:
            self.words[-1] += data
        elif not {"style", "title"} & set(self.open):
            self.words.append(data)
        self.within = False

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())

    def attributes(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]
