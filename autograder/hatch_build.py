"""Puts the course into the wheel, so that ``gangrade init`` works without a clone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PATTERNS = (
    "assignment/*.ipynb",
    "assignment/*.toml",
    "solutions/*/**/*",
    "autograder/calibration/**/*",
    "autograder/environment.toml",
    "autograder/image/*",
    "autograder/*.toml",
    "docs/*",
)


class CustomBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Adds what a course's folder begins with, whichever parts there are."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the files; an editable installation finds them in the clone."""
        if version == "editable":
            return
        root = Path(self.root)
        for path in sorted({path for pattern in PATTERNS for path in root.glob(pattern)}):
            if path.is_file() and "__pycache__" not in path.parts:
                name = path.relative_to(root).as_posix()
                build_data["force_include"][str(path)] = f"gangrade/course/{name}"
