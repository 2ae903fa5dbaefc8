"""What all HTML pages share: templates, styles and scripts."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Sequence
from typing import Any

import jinja2
from markupsafe import Markup

from gangrade.results.result import TestResult
from gangrade.results.sentences import measured
from gangrade.writing import points, shortened, shown

NO_TESTS = "None of the tests of this question ran, so it scores 0."
NEEDS_ALL = "This test passed, but the question needs all of its tests."


templates = jinja2.Environment(
    loader=jinja2.PackageLoader("gangrade", ""),  # a template lies beside the module that fills it
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def breakable(name: str) -> Markup:
    """Return a name that a browser breaks behind its underscores and hyphens, not within words.

    Runs of ``LONG`` characters without either are broken too, or they would widen a page.
    """
    pieces = re.findall(rf"[^_-]{{1,{LONG}}}[_-]*|[_-]+", name)
    return Markup("<wbr>").join(pieces)


LONG = 16
"""Characters of a name that stay together."""


def prose(text: str) -> Markup:
    """Return Markdown with formulas as HTML."""
    from gangrade.reports.prose import render  # loads much that a single grading does not need

    return render(text)


def alike(tests: Sequence[TestResult]) -> list[list[TestResult]]:
    """Return tests as a page shows them: failed ones first, those together that say the same.

    A test that has measured something stands alone, with its numbers.
    """
    groups: dict[object, list[TestResult]] = {}
    for place, test in enumerate(tests):
        alone = test.passed or test.values or not test.message
        groups.setdefault((test.passed, place if alone else test.message), []).append(test)
    return sorted(groups.values(), key=lambda group: group[0].passed)


templates.filters.update(
    points=points, shown=shown, shortened=shortened, alike=alike, breakable=breakable, prose=prose
)
templates.globals.update(NO_TESTS=NO_TESTS, NEEDS_ALL=NEEDS_ALL, measured_words=measured)


def assets(*files: str) -> dict[str, str]:
    """Return what ``page.html`` holds: its style and script, with hashes for its security policy.

    The style is that of all pages, then that of the file.
    """
    assert templates.loader is not None
    sources = {"css": "", "js": ""}
    for file in ("reports/page.css", *files):
        sources[file.rpartition(".")[2]] += templates.loader.get_source(templates, file)[0]
    texts: dict[str, str] = {}
    for kind, source in sources.items():
        digest = base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()
        texts |= {kind: Markup(source), f"{kind}_hash": f"sha256-{digest}"}
    return texts


def in_script(value: Any) -> str:
    """Return JSON in ASCII that cannot end the script element it stands in."""
    text = json.dumps(value, separators=(",", ":"), allow_nan=False)
    return Markup(text.replace("<", "\\u003c"))
