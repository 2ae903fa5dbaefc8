"""How course systems name what they hand out: what a name tells of whose a file is.

Names are looked at as ``find.safe`` writes them: folders joined by hyphens, and an underscore for
all that is neither a letter nor a digit.
"""

from __future__ import annotations

import re

_FILE = r"(?:\d+_|(?:link|text)(?:\.html)?$)"
"""The file's id, or what was typed into the browser."""
CANVAS = re.compile(rf"(?:^|-)([^\W_]\w*?)_(?:LATE_)?(\d+)_{_FILE}", re.IGNORECASE)
"""The name, the user's id, the file's id, the file's name."""
_SURELY_CANVAS = re.compile(
    rf"(?:^|-)([^\W_]+)_(?:LATE_)?(\d{{2,}})_(?=\d{{3}}|link|text){_FILE}", re.IGNORECASE
)
"""A date, as in the names of otter's exports, is none."""
ANONYMOUS = re.compile(r"(?:^|-)anon_")
"""Of anonymous work in Canvas; the file's id in it is nobody's number."""
MOODLE = re.compile(r"^(.*?)_(\d+)_assignsubmission_")
"""The name, the participant's number, the kind of submission."""
GRADESCOPE = re.compile(r"(?:^|-)(submission_\d+)(?:-(?!\d+$)|$)")
"""The folder, not where it is followed by a mere number: then its name was taken."""
BLACKBOARD = re.compile(r"^(.+)_attempt_\d{4}-\d\d-\d\d-\d\d-\d\d-\d\d(?:_|\.txt|$)")
"""The assignment and the login, when it was handed in, and the file's name."""
BRIGHTSPACE = re.compile(r"(?:^|-)(\d+-\d+)_-_(.+?)_-_[^-]*\d{4}[^-]*(?:-|$)")
"""Two numbers, the name, and when it was handed in."""


def home(name: str) -> str:
    """Return what is the same for all files of one student in a download; empty if none is seen."""
    if match := MOODLE.search(name):
        return f"Moodle {match[1]} {match[2]}"
    if match := GRADESCOPE.search(name):
        return f"Gradescope {match[1]}"
    if match := BLACKBOARD.search(name):
        return f"Blackboard {match[1]}"
    if match := BRIGHTSPACE.search(name):
        return f"Brightspace {match[1]} {match[2]}"
    if not ANONYMOUS.search(name) and (match := _SURELY_CANVAS.search(name)):
        return f"Canvas {match[1]} {match[2]}"
    return ""
