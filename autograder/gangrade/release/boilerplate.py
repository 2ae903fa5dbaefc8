"""What all notebooks have alike: otter's configuration, and the cells that set them up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import jinja2
import yaml

from gangrade.part.environment import Environment

templates = jinja2.Environment(
    loader=jinja2.PackageLoader("gangrade.release", ""),
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    keep_trailing_newline=True,
    autoescape=False,  # Markdown, Python and plain text
)

REQUIRED: dict[str, Any] = {
    "init_cell": False,
    "generate": False,
    "tests": {"files": True, "ok_format": False},
}
"""Settings of otter's that a release relies on."""
USUAL: dict[str, Any] = {
    "export_cell": False,  # there is one of ours, unless a master says otherwise
    "show_question_points": True,
}
"""Settings that a master may change."""


def configuration(part: str, own: Mapping[str, Any]) -> str:
    """Return otter's configuration of a part as a raw cell; ``own`` is what its master says."""
    settings = {"name": part, **USUAL, **own, **REQUIRED}
    settings.pop("files", None)  # which files a student gets is for the release to say
    return f"# ASSIGNMENT CONFIG\n{yaml.safe_dump(settings, allow_unicode=True)}"


def setup_cells(part: str, environment: Environment) -> list[tuple[str, str]]:
    """Return the cells that every notebook begins with, as types and texts.

    They are for Colab, what the notebook imports, and what the grader runs.
    """
    files = {"colab.py.j2": "code", "imports.py.j2": "code", "cells.md.j2": "markdown"}
    values = {"part": part, "environment": environment}
    return [
        (kind, templates.get_template(name).render(values).rstrip("\n"))
        for name, kind in files.items()
    ]


def closing_cells() -> list[str]:
    """Return the cells that every notebook ends with, Markdown and code in turn."""
    cells = templates.get_template("closing.md.j2").render().split("\n\n\n")
    return [cell.strip("\n") for cell in cells]
