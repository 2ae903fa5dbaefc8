"""What students' code finds in the grader: its Python, its packages, its time."""

from __future__ import annotations

import importlib.metadata
import platform
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from gangrade.errors import InputError

PYTHONS = ("3.11", "3.12", "3.13")
"""Those that TensorFlow has builds for."""
ALIASES = {"tensorflow": ("tensorflow", "tensorflow-cpu")}
"""Packages that come under several names."""


@dataclass(frozen=True)
class Settings:
    """The lines of environment.toml."""

    python: str = PYTHONS[0]
    packages: tuple[str, ...] = ()
    """Requirements, as pip takes them."""
    letters: str = ""
    """Any text: another one gives the answers of multiple-choice questions other letters."""

    @classmethod
    def read(cls, text: str) -> Settings:
        """Return what environment.toml says.

        Raises:
            InputError: with a sentence for the instructor.
        """
        try:
            content = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise InputError(f"it is not TOML: {error}") from None
        if unknown := sorted(content.keys() - {"python", "packages", "letters"}):
            raise InputError(f"unknown setting {unknown[0]}; there are python, packages, letters")
        python, packages = content.get("python", PYTHONS[0]), content.get("packages", [])
        if python not in PYTHONS:
            names = ", ".join(f'"{version}"' for version in PYTHONS)
            raise InputError(f"python should be one of {names}, in quotes")
        if not isinstance(packages, list) or not all(isinstance(name, str) for name in packages):
            raise InputError('packages should be a list of texts, such as ["seaborn"]')
        for package in packages:
            _check(package)
        letters = content.get("letters", "")
        if not isinstance(letters, str):
            raise InputError('letters should be any text in quotes, such as "autumn"')
        return cls(python, tuple(packages), letters)


def _check(package: str) -> None:
    try:
        requirement = Requirement(package)
    except InvalidRequirement:
        raise InputError(
            f"“{package}” is no package as pip takes it, such as seaborn or seaborn>=0.13"
        ) from None
    if requirement.url or requirement.marker:
        raise InputError(f"“{package}”: a name and versions are enough; leave out the rest")


@dataclass(frozen=True)
class Environment:
    """What a release has promised to students."""

    python: str = PYTHONS[0]
    """Of the oldest Python that may grade."""
    packages: tuple[str, ...] = ()
    """The names of what can be imported, beside Python's own library."""
    cell_seconds: float = 60
    """CPU time that all cells of a notebook together have at least."""

    @classmethod
    def of(cls, entry: Mapping[str, Any]) -> Environment:
        """Return what ``part.json`` holds."""
        return cls(**{**entry, "packages": tuple(entry.get("packages", ()))})

    @property
    def versions(self) -> dict[str, str]:
        """The versions of the packages here, by name; without those that are not here."""
        found = {}
        for package in self.packages:
            for name in ALIASES.get(canonicalize_name(package), (package,)):
                try:
                    found[package] = importlib.metadata.version(name)
                except importlib.metadata.PackageNotFoundError:
                    continue
        return found

    def check(self) -> None:
        """Raise an ``InputError`` if this Python cannot grade what students were promised."""
        here = platform.python_version()
        if Version(here).release[:2] < Version(self.python).release:
            raise InputError(
                f"Students were promised Python {self.python}, and this is {here}: right answers "
                f"could fail. Grade with Python {self.python} or a newer one, or lower python in "
                "autograder/environment.toml and release again."
            )
        if missing := sorted(set(self.packages) - self.versions.keys()):
            names, one = ", ".join(missing), len(missing) == 1
            raise InputError(
                f"Students were promised the package{'' if one else 's'} {names}, which "
                f"{'is' if one else 'are'} not installed here. Install what the release has "
                "locked: pip install --no-deps --require-hashes -r autograder/packages.lock"
            )
