"""What all reports share: values as people read them, templates, and whole files."""

from __future__ import annotations

import base64
import hashlib
import json
import math
import os
from pathlib import Path
from typing import Any

import jinja2
import numpy as np
from markupsafe import Markup

MAX_MESSAGE = 4000
"""Characters of a test's message in the reports."""
NO_TESTS = "None of the tests of this question ran, so it scores 0."
NEEDS_ALL = "This test passed, but the question needs all of its tests."


def replace(path: Path, text: str) -> None:
    """Write a file so that nobody ever sees half of it, not even after a power cut."""
    # No submission's folder has a name that starts with a dot.
    temporary = path.with_name(f".{path.name}.tmp")
    # Messages may quote a student's half characters (lone surrogates), which UTF-8 cannot hold.
    with temporary.open("w", encoding="utf-8", errors="replace", newline="") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)


def points(value: float) -> str:
    """Return points as people write them: 4, 2.5, 1.33."""
    return f"{round(value, 2):.10g}"


def shown(value: Any) -> str:
    """Return a measured value as people read it."""
    value = plain(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.3g}"
    if isinstance(value, list):
        return ", ".join(map(shown, value[:12])) + (", …" if len(value) > 12 else "")
    if isinstance(value, dict):
        return ", ".join(f"{key} {shown(item)}" for key, item in value.items())
    return "–" if value is None else shortened(str(value))


def one_line(text: str) -> str:
    """Return text without line breaks and without codes that steer a terminal."""
    return "".join(c for c in " ".join(text.split()) if c.isprintable())


def inert(text: str) -> str:
    """Return text that no spreadsheet takes for a formula."""
    line = one_line(text)
    return "'" + line if line.startswith(("=", "+", "-", "@")) else line


def shortened(message: str) -> str:
    """Return a message with at most ``MAX_MESSAGE`` characters."""
    return message if len(message) <= MAX_MESSAGE else message[:MAX_MESSAGE] + " […]"


def plain(value: Any) -> Any:
    """Return a value as JSON can hold it; infinity and NaN, which it cannot, become text."""
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, np.ndarray | np.generic):
        return plain(value.tolist())
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value if isinstance(value, bool | int | float | None) else str(value)


templates = jinja2.Environment(
    loader=jinja2.PackageLoader("gangrade"),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
templates.filters.update(points=points, shown=shown, shortened=shortened)
templates.globals.update(NO_TESTS=NO_TESTS, NEEDS_ALL=NEEDS_ALL)


def assets(*files: str) -> dict[str, str]:
    """Return styles and scripts for a page to hold, and their hashes for its security policy."""
    assert templates.loader is not None
    found: dict[str, str] = {}
    for file in files:
        source = templates.loader.get_source(templates, file)[0]
        digest = base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()
        kind = file.rpartition(".")[2]
        found |= {kind: Markup(source), f"{kind}_hash": f"sha256-{digest}"}
    return found


def in_script(value: Any) -> str:
    """Return JSON in ASCII that cannot end the script element it stands in."""
    text = json.dumps(value, separators=(",", ":"), allow_nan=False)
    return Markup(text.replace("<", "\\u003c"))
