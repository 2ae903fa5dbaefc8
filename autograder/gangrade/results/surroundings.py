"""Whether something failed for want of what the grader does not have: a package, a newer Python."""

from __future__ import annotations

import platform
import re
from dataclasses import replace

from gangrade.part.environment import Environment
from gangrade.results.failure import Failure

_NEWER_SYNTAX = re.compile(
    r"""\s*(async\s+)?(def|class)\s+\w+\s*\[  # since 3.12, as the next two
    | \s*type\s+\w+[^=]*=
    | .*?(?<!\w)[rR]?[fF][rR]?["']
    | .*?(?<!\w)[rR]?[tT][rR]?["']  # since 3.14, as the next
    | \s*except\*?\s+[\w.]+\s*,""",
    re.VERBOSE,
)
"""A line that an older Python does not understand, where it has stopped at a syntax error."""
_NEWER_NAMES = frozenset({"walk", "full_match", "from_uri", "with_segments"})
"""Attributes of objects of Python's own library that a version since 3.12 has first."""
_OF_LIBRARY = re.compile(r"(module|type object) '")


def with_surroundings(failure: Failure, environment: Environment, source: str = "") -> Failure:
    """Return a failure that tells what the grader has, if it may be for want of something.

    ``source`` is the cell that did not run, if it was one.
    """
    major, minor, _ = platform.python_version_tuple()
    python = f"{major}.{minor}"
    match failure.type:
        case "ModuleNotFoundError":
            return replace(failure, packages=environment.packages)
        case "ImportError":
            return replace(failure, python=python)
        case "AttributeError":
            name = failure.text.rpartition(" '")[2].rstrip("'")
            if _OF_LIBRARY.match(failure.text) or name in _NEWER_NAMES:
                return replace(failure, python=python)
        case "SyntaxError":
            lines = source.split("\n")
            number = failure.place.line if failure.place else 0
            line = lines[number - 1] if 0 < number <= len(lines) else ""
            newer = "f-string" in failure.text or bool(_NEWER_SYNTAX.match(line[:1000]))
            return replace(failure, python=python, newer=newer)
    return failure
