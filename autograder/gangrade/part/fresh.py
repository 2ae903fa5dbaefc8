"""Whether a released zip is still what the course's folder says."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING

from gangrade.part.course import Course

if TYPE_CHECKING:
    from gangrade.part.part import Autograder


def fingerprint(secret: str) -> str:
    """Return what people compare to see that they have the same secret: it tells nothing of it."""
    digest = hashlib.sha256(f"gangrade {secret.strip()}".encode()).hexdigest()
    return f"{digest[:4]}-{digest[4:8]}"


def digest(master: Path) -> str:
    """Return a hash of all that a release reads of a master: not what an editor adds to it."""
    try:
        notebook = json.loads(master.read_text(encoding="utf-8"))
        cells = [
            [cell["cell_type"], "".join(cell["source"]), cell.get("metadata", {}).get("tags", [])]
            for cell in notebook["cells"]
        ]
    except (OSError, ValueError, KeyError, TypeError):
        return ""  # `release` says what is wrong with it
    return hashlib.sha256(json.dumps(cells).encode()).hexdigest()[:16]


def changed(course: Course, autograder: Autograder) -> list[str]:
    """Return what has changed in the course's folder since a part was released from it."""
    part = autograder.part
    found = []
    if (was := autograder.text("master").strip()) and was != digest(course.master(part)):
        found.append(f"{course.master(part).relative_to(course.root)} has changed")
    for question in autograder.automatic:
        now = course.calibration(part) / f"{question.name}.json"
        text = now.read_text(encoding="utf-8") if now.exists() else ""
        if text != autograder.text(f"calibration/{question.name}.json"):
            found.append(f"the calibration of {question.name} has changed")
    if course.secret.exists():
        secret = course.secret.read_text(encoding="utf-8").strip()
        if secret != autograder.secret:
            found.append("autograder/.secret is another one")
    return found
