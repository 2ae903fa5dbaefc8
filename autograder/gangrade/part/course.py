"""The instructor's folder: where masters, notebooks, zips, calibration and the corpus are."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import gankit

from gangrade.errors import InputError


class CourseError(InputError):
    """There is no course folder here, or it has no such part."""


@dataclass(frozen=True)
class Course:
    """The folder that holds ``assignment/`` and ``autograder/``.

    A *part* is one assignment notebook; its name is the name of its master without ``.ipynb``.
    """

    root: Path

    @classmethod
    def find(cls, start: Path | None = None) -> Course:
        """Return the course that ``start`` (by default the working directory) lies in.

        Raises:
            CourseError: neither ``start`` nor a folder above it is a course.
        """
        start = (start or Path.cwd()).resolve()
        for folder in (start, *start.parents):
            course = cls(folder)
            if course.assignment.is_dir() and course.autograder.is_dir():
                return course
        raise CourseError(
            f"{start} is not inside a course. Go to the folder that holds assignment/ (with the "
            "masters) and autograder/, and try again; or begin one with `gangrade init FOLDER`."
        )

    def parts(self) -> list[str]:
        """Return the names of all parts, sorted."""
        return sorted(master.stem for master in self.assignment.glob("*.ipynb"))

    def check_part(self, part: str) -> None:
        """Raise a ``CourseError`` that names the parts there are unless ``part`` is one of them."""
        if part not in self.parts():
            names = ", ".join(self.parts()) or "none yet"
            raise CourseError(
                f"There is no part “{part}”: assignment/{part}.ipynb is missing. Parts: {names}."
            )

    @property
    def assignment(self) -> Path:
        """What instructors edit: masters and the student library."""
        return self.root / "assignment"

    @property
    def library(self) -> Path:
        """The student library, a package folder: the course's own, or the installed one."""
        own = self.assignment / "gankit"
        return own if own.is_dir() else Path(gankit.__file__).parent

    @property
    def autograder(self) -> Path:
        """The grader and what only the grader may know."""
        return self.root / "autograder"

    @property
    def image(self) -> Path:
        """The settings of the grading image; files of the kit's that a course has of its own."""
        return self.autograder / "image"

    @property
    def image_lock(self) -> Path:
        """The packages of the image, with their hashes."""
        return self.image / "requirements.lock"

    @property
    def environment(self) -> Path:
        """What students' code finds in the grader: its Python, and packages that a course adds."""
        return self.autograder / "environment.toml"

    @property
    def package_lock(self) -> Path:
        """What a release has locked of these packages (tracked); none if all are there anyway."""
        return self.autograder / "packages.lock"

    @property
    def calibrations(self) -> Path:
        """What was calibrated, one folder a part."""
        return self.autograder / "calibration"

    @property
    def subjects(self) -> Path:
        """``*.py``: kinds of data of the course's own that networks are trained on."""
        return self.autograder / "subjects"

    @property
    def secret(self) -> Path:
        """The key from which draws are made: one line of hex, never tracked."""
        return self.autograder / ".secret"

    @property
    def solutions(self) -> Path:
        """Solution notebooks and the corpus."""
        return self.root / "solutions"

    @property
    def attacks(self) -> Path:
        """``*.py``: hostile submissions."""
        return self.solutions / "attacks"

    def calibration(self, part: str) -> Path:
        """Return the folder with a ``<question>.json`` for each calibrated question of a part."""
        return self.calibrations / part

    def baseline(self, part: str) -> Path:
        """Return the path of what each case of a part got when it was last graded (tracked)."""
        return self.solutions / part / "audit.jsonl"

    def mutation(self, part: str) -> Path:
        """Return the path of what came of a part's mutants by operators (tracked)."""
        return self.solutions / part / "mutation.jsonl"

    def equivalents(self, part: str) -> Path:
        """Return the path of the mutants by operators that are right, with the arguments."""
        return self.solutions / part / "equivalents.toml"

    def permissions(self, part: str) -> Path:
        """Return the folder with ``<question>.toml``: what its text permits, to be combined."""
        return self.solutions / part / "permissions"

    def combinations(self, part: str) -> Path:
        """Return the path of what combinations of permissions got (tracked)."""
        return self.solutions / part / "combinations.jsonl"

    def variants(self, part: str) -> Path:
        """Return the folder with ``<question>/*.py``: right in another way."""
        return self.solutions / part / "variants"

    def mutants(self, part: str) -> Path:
        """Return the folder with ``<question>/*.py``: one misconception each."""
        return self.solutions / part / "mutants"

    def master(self, part: str) -> Path:
        """Return the path of a part's master notebook."""
        return self.assignment / f"{part}.ipynb"

    def promises(self, part: str) -> Path:
        """Return the path of what a part's questions promise, sentence by sentence (tracked)."""
        return self.assignment / f"{part}.promises.toml"

    def student_notebook(self, part: str) -> Path:
        """Return the path of a part's student notebook (tracked)."""
        return self.root / "student" / f"{part}.ipynb"

    def student_zip(self, part: str) -> Path:
        """Return the path of the zip that students download (not tracked)."""
        return self.root / "student" / "dist" / f"{part}.zip"

    def template(self, part: str) -> Path:
        """Return the path of the PDF of a part's written questions (not tracked)."""
        return self.root / "student" / "dist" / f"{part}-written.pdf"

    def solution_notebook(self, part: str) -> Path:
        """Return the path of a part's solution notebook (tracked)."""
        return self.solutions / f"{part}.ipynb"

    def autograder_zip(self, part: str) -> Path:
        """Return the path of the zip that grades a part (not tracked: it holds the secret)."""
        return self.autograder / "dist" / f"{part}.zip"
