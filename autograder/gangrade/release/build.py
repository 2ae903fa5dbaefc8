"""Build what students and the grader get from a master: two notebooks and two zips.

otter-grader splits the master. The rest makes the result the same, byte for byte, whenever masters
and secret are the same, and makes sure that students get no hidden test and no solution.
"""

from __future__ import annotations

import io
import json
import re
import secrets
import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import nbformat
import otter.assign
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from gangrade import writing
from gangrade.errors import InputError
from gangrade.intake import similarity, submission, written
from gangrade.part import choices, fresh, rubric
from gangrade.part.course import Course, CourseError
from gangrade.part.environment import PYTHONS, Environment, Settings
from gangrade.part.points import total
from gangrade.part.training import Training
from gangrade.release import changes, kit, limits, packages
from gangrade.release import wheel as wheels
from gangrade.release.boilerplate import templates
from gangrade.release.leaks import find_leaks
from gangrade.release.library import used
from gangrade.release.master import (
    Master,
    MasterCell,
    MasterQuestion,
    ReleaseError,
    read_master,
)
from gangrade.release.skipped import find_needed
from gangrade.reports import gradescope_settings, misconceptions
from gangrade.subjects import OURS, SubjectError, load

__all__ = ["ReleaseError", "Released", "release_part"]

STUDENT_PACKAGES = {
    "tensorflow",
    "tensorflow-cpu",
    "keras",
    "numpy",
    "scipy",
    "matplotlib",
    "otter-grader",
}
"""The kit's dependencies that students need."""
IMPORTED = ("keras", "matplotlib", "numpy", "scipy", "tensorflow")
"""Those of them that students import in their own code."""

PROGRAMS = {"setup.sh", "run_autograder"}
"""Files in the autograder zip that are executable."""

KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
CELL_METADATA = {"deletable", "editable", "jupyter", "otter", "tags"}
"""What is kept of a cell's metadata; editors add more, such as times and states of the display."""


@dataclass(frozen=True)
class Released:
    """What a release wrote."""

    part: str
    student_notebook: Path
    student_zip: Path
    solution_notebook: Path
    autograder_zip: Path
    summary: str
    """One line: how many questions, points and tests."""
    uncalibrated: tuple[str, ...]
    """Trained questions that cannot be graded yet: nothing says what to ask of a training."""
    fingerprint: str
    """Of the secret."""
    new_secret: bool
    """Whether there was no secret before."""
    changes: tuple[str, ...] | None
    """What changed since the last release, in a few words each; None if there was none here."""


def release_part(
    course: Course, part: str, *, wheel: Mapping[str, bytes] | None = None
) -> Released:
    """Build and write the notebooks and zips of a part.

    Nothing is written unless everything could be built. The secret is made if there is none yet.
    The ``wheel`` is built if it is not given: one serves all parts.

    Raises:
        ReleaseError: says what is wrong in which cell of the master, or what is missing.
    """
    try:
        course.check_part(part)
    except CourseError as error:
        raise ReleaseError([str(error)]) from error
    _load_subjects(course)
    settings, environment = _environment(course, part)
    master = read_master(course.master(part), environment)
    if needed := find_needed(master, _variants(course, part)):
        raise ReleaseError(needed)
    calibration = _calibration(course, master)
    known = {
        question.name: limits.public(Training.of(question.training), json.loads(file)["thresholds"])
        for question in master.questions
        if question.training and (file := calibration.get(f"calibration/{question.name}.json"))
    }
    with tempfile.TemporaryDirectory(prefix="gangrade-release-") as folder:
        split = _split(master, Path(folder), known, letters=settings.letters)
        student_notebook = _normalised(split / "student" / f"{part}.ipynb")
        notebook = split / "autograder" / f"{part}.ipynb"
        _with_rubrics(notebook, master)
        _with_reasons(notebook, master, settings.letters)
        solution_notebook = _normalised(notebook)
        public_tests = _read_folder(split / "student" / "tests", "tests")
        all_tests = _read_folder(split / "autograder" / "tests", "tests")
    library = used(
        _read_folder(course.library, "gankit"),
        code=[
            *_cells(solution_notebook, "code"),
            *(test.decode() for test in public_tests.values()),
        ],
        text=_cells(student_notebook, "markdown"),
    )
    for_students = {
        f"{part}.ipynb": student_notebook,
        **library,
        **public_tests,
        **_student_texts(part, environment, settings.packages),
    }
    if "gankit/judging.py" in library:
        judged = {question: about for question, about in known.items() if about["measures"]}
        text = json.dumps(judged, indent=2, ensure_ascii=False) + "\n"
        for_students["gankit/data/limits.json"] = text.encode()
    if given_away := find_leaks(master, for_students, library):
        raise ReleaseError(given_away)
    image = _image(course, part)
    had_secret = course.secret.exists()
    added = packages.lock(course, settings.packages)
    for_grader = {
        "part.json": _part_json(master, settings.letters),
        "master": f"{fresh.digest(course.master(part))}\n".encode(),
        "python": f"{environment.python}\n".encode(),
        **({"packages.lock": added} if added else {}),
        "given.json": _given_json(student_notebook),
        "notebook.ipynb": student_notebook,
        **all_tests,
        **calibration,
        **_subjects(course, master),
        "secret.txt": _secret(course),
        **image,
        **(wheel or wheels.build()),
    }
    before = changes.read(course.student_zip(part)), changes.read(course.autograder_zip(part))
    writing.replace(course.student_notebook(part), student_notebook, mode=0o644)
    writing.replace(course.solution_notebook(part), solution_notebook, mode=0o644)
    writing.replace(course.student_zip(part), _zip(for_students), mode=0o644)
    writing.replace(course.autograder_zip(part), _zip(for_grader), mode=0o600)
    return Released(
        part,
        course.student_notebook(part),
        course.student_zip(part),
        solution_notebook=course.solution_notebook(part),
        autograder_zip=course.autograder_zip(part),
        summary=_summary(master),
        uncalibrated=tuple(
            question.name
            for question in master.questions
            if question.training and f"calibration/{question.name}.json" not in calibration
        ),
        fingerprint=fresh.fingerprint(for_grader["secret.txt"].decode()),
        new_secret=not had_secret,
        changes=tuple(changes.describe(before, (for_students, for_grader), part))
        if all(before)
        else None,
    )


def _variants(course: Course, part: str) -> dict[str, str]:
    """Return the code of what is right in another way, by the name of its file."""
    files = sorted(course.variants(part).rglob("*.py"))
    return {
        path.relative_to(course.solutions).as_posix(): writing.read_text(path) for path in files
    }


def _split(
    master: Master, folder: Path, known: Mapping[str, Mapping[str, Any]], letters: str
) -> Path:
    """Run otter assign; return the folder with ``student/`` and ``autograder/``."""
    result, path = folder / "otter", folder / "master" / master.path.name
    path.parent.mkdir()
    notebook = complete(master, known, letters)
    nbformat.write(notebook, path)  # type: ignore[no-untyped-call]
    try:
        with _temporary_files_in(folder):
            otter.assign.main(str(path), str(result), no_pdfs=True, no_run_tests=True)
    except Exception as error:  # otter raises many types, some of them bare
        raise ReleaseError([_otter_problem(master, error)]) from error
    return result


def complete(
    master: Master, known: Mapping[str, Mapping[str, Any]] | None = None, letters: str = ""
) -> Any:
    """Return the notebook that otter splits: the master with all that masters have alike.

    Trained questions state their limits, as far as they are ``known``: see ``limits.public``. What
    can be chosen has the letters that follow from the course's ``letters``.
    """
    cells = [{**cell.node, "id": f"cell-{n}"} for n, cell in enumerate(master.cells_for_otter)]
    texts = {question.name: limits.UNKNOWN for question in master.questions}
    texts |= {name: limits.table(about) for name, about in (known or {}).items()}
    prompts = {p.number: q.name for q in master.questions for p in q.prompts}
    for cell, node in zip(master.cells_for_otter, cells, strict=True):
        if cell.number in prompts:
            node["source"] = node["source"].replace(limits.MARK, texts[prompts[cell.number]])
    by_number = {
        cell.number: node for cell, node in zip(master.cells_for_otter, cells, strict=True)
    }
    for question in (question for question in master.questions if question.choices):
        mixed = _mixed(question, letters)
        places = [*question.prompts, *question.solutions, *(test.cell for test in question.tests)]
        for node in (by_number[cell.number] for cell in places):
            if node["cell_type"] == "code":
                key = json.dumps(choices.key(mixed))
                node["source"] = re.sub(rf"\b{choices.KEY}\b", key, node["source"])
            else:
                node["source"] = node["source"].replace(choices.MARK, choices.table(mixed))
    return nbformat.from_dict(  # type: ignore[no-untyped-call]
        {"nbformat": 4, "nbformat_minor": 5, "metadata": {"kernelspec": KERNEL}, "cells": cells}
    )


def _mixed(question: MasterQuestion, letters: str) -> tuple[choices.Choice, ...]:
    """Return a question's choices as students of this course read them."""
    return choices.shuffled(question.choices, f"{letters}/{question.name}")


@contextmanager
def _temporary_files_in(folder: Path) -> Iterator[None]:
    """Keep temporary files in ``folder``: otter leaves a copy of the hidden tests behind."""
    before = tempfile.tempdir
    tempfile.tempdir = str(folder)
    try:
        yield
    finally:
        tempfile.tempdir = before


def _otter_problem(master: Master, error: Exception) -> str:
    text = " ".join(str(error).split()) or type(error).__name__
    where: MasterCell | str = master.path.name
    if number := re.search(r"cell number (\d+)", text):
        cell = master.cells_for_otter[int(number[1]) - 1]
        where = cell if cell.number else master.path.name
        # otter counts the cells that we have added.
        text = re.sub(r" \(cell number \d+\)|, cell number \d+", "", text)
    else:
        for question in master.questions:
            if re.search(rf"\b{question.name}\b", text):
                where = question.cell
    return f"{where}: otter assign says: {text}"


def _with_rubrics(path: Path, master: Master) -> None:
    """Put the rubric of each written question behind its model answer."""
    notebook: Any = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    place = 0
    for question in (question for question in master.questions if question.manual):
        # Where texts are equal, the order of the questions tells them apart. One cell may end a
        # question and begin the next.
        for text in (question.prompts[0].source, written.END):
            sources = [cell.source for cell in notebook.cells]
            place = next(n for n in range(place + 1, len(sources)) if text in sources[n])
        table = nbformat.v4.new_markdown_cell(rubric.table(question.rubric))  # type: ignore[no-untyped-call]
        notebook.cells.insert(place, table)
    nbformat.write(notebook, path)  # type: ignore[no-untyped-call]


def _with_reasons(path: Path, master: Master, letters: str) -> None:
    """Put the reason for each answer behind the text of a question whose answers are letters."""
    notebook: Any = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    for question in (question for question in master.questions if question.choices):
        mixed = _mixed(question, letters)
        table = choices.table(mixed)
        place = next(n for n, cell in enumerate(notebook.cells, 1) if table in cell.source)
        reasons = nbformat.v4.new_markdown_cell(choices.reasons(mixed))  # type: ignore[no-untyped-call]
        notebook.cells.insert(place, reasons)
    nbformat.write(notebook, path)  # type: ignore[no-untyped-call]


def _normalised(path: Path) -> bytes:
    """Return a notebook without anything that depends on who ran or saved it, and when."""
    notebook: Any = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    for number, cell in enumerate(notebook.cells, start=1):
        cell.id = f"cell-{number:03d}"
        cell.metadata = {k: v for k, v in cell.metadata.items() if k in CELL_METADATA}
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    notebook.metadata = {
        "kernelspec": KERNEL,
        "language_info": {"name": "python"},
        "otter": notebook.metadata.get("otter", {}),
    }
    notebook.nbformat_minor = 5
    notebook = nbformat.from_dict(notebook)  # type: ignore[no-untyped-call]
    nbformat.validate(notebook)
    text: str = nbformat.writes(notebook)  # type: ignore[no-untyped-call]
    return text.rstrip("\n").encode() + b"\n"


def _read_folder(folder: Path, name: str) -> dict[str, bytes]:
    """Return the files of a folder by their path in the zip, without caches and hidden files."""
    files = {}
    for path in folder.rglob("*"):
        inside = path.relative_to(folder)
        if path.is_file() and not any(p == "__pycache__" or p[0] == "." for p in inside.parts):
            files[f"{name}/{inside.as_posix()}"] = path.read_bytes()
    return files


def _cells(notebook: bytes, kind: str) -> list[str]:
    """Return the texts of a notebook's cells of a kind."""
    cells = json.loads(notebook)["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == kind]


def _environment(course: Course, part: str) -> tuple[Settings, Environment]:
    """Return what environment.toml says, and all that it promises to students."""
    try:
        text = course.environment.read_bytes() if course.environment.exists() else b""
        settings = Settings.read(text.decode())
    except (InputError, UnicodeDecodeError) as error:
        raise ReleaseError([f"{course.environment.name}: {error}"]) from None
    added = (Requirement(package).name for package in settings.packages)
    image = _image_settings(course, part)
    return settings, Environment(
        settings.python,
        tuple(sorted({*IMPORTED, *map(canonicalize_name, added)})),
        cell_seconds=image.cell_seconds,
    )


def _student_texts(part: str, environment: Environment, added: Sequence[str]) -> dict[str, bytes]:
    """Return the README.md and the requirements.txt of the students' zip."""
    values = {
        "part": part,
        "pythons": " or ".join(", ".join(PYTHONS).rsplit(", ", 1)),
        "requirements": [
            *(str(one) for one in kit.requirements() if one.name in STUDENT_PACKAGES),
            *added,
        ],
        "environment": environment,
    }
    return {
        name: templates.get_template(f"{name}.j2").render(values).encode()
        for name in ("README.md", "requirements.txt")
    }


def _part_json(master: Master, letters: str) -> bytes:
    questions = [
        {
            "name": question.name,
            "points": question.points,
            "manual": question.manual,
            "needs": question.needs,
            "seconds": question.seconds,
            "training": question.training,
            **({"by_test": True} if question.by_test else {}),
            **({"bonus": True} if question.bonus else {}),
            **(_for_markers(question) if question.manual else {}),
            **({"choices": choices.dump(_mixed(question, letters))} if question.choices else {}),
        }
        for question in master.questions
    ]
    part = {
        "part": master.path.stem,
        "environment": asdict(master.environment),
        "questions": questions,
    }
    return (json.dumps(part, indent=2) + "\n").encode()


def _for_markers(question: MasterQuestion) -> dict[str, Any]:
    """Return what a person needs to mark a question."""
    return {
        "asks": "\n\n".join(cell.source for cell in question.prompts),
        "answer": "\n\n".join(cell.source for cell in question.solutions),
        "rubric": rubric.dump(question.rubric),
    }


def _given_json(student_notebook: bytes) -> bytes:
    """Return the fingerprint of the code that all students start with."""
    notebook: Any = nbformat.reads(student_notebook, as_version=4)  # type: ignore[no-untyped-call]
    cells = [
        submission.Cell(number, cell.source)
        for number, cell in enumerate(notebook.cells, 1)
        if cell.cell_type == "code"
    ]
    return (json.dumps(similarity.fingerprint(cells)) + "\n").encode()


def _load_subjects(course: Course) -> None:
    try:
        load(course.subjects)
    except SubjectError as error:
        raise ReleaseError([str(error)]) from error


def _subjects(course: Course, master: Master) -> dict[str, bytes]:
    """Return those of the course's own subjects that the part's questions train on."""
    names = {question.training["subject"] for question in master.questions if question.training}
    files = [f"{name}.py" for name in sorted(names - OURS.keys())]
    return {f"subjects/{file}": (course.subjects / file).read_bytes() for file in files}


def _calibration(course: Course, master: Master) -> dict[str, bytes]:
    """Return what was calibrated of the part's questions, and their known misconceptions.

    Raises:
        ReleaseError: if a calibration was made for another training than the master's, or its
            limits are not those that tests ask for.
    """
    names = [question.name for question in master.questions]
    folder = course.calibration(master.path.stem)
    paths = [folder / f"{name}.json" for name in names]
    paths += [folder / misconceptions.file_name(name) for name in names]
    files = {f"calibration/{path.name}": path.read_bytes() for path in paths if path.exists()}
    stale = [
        f"{question.cell}: its training is not the one that was calibrated. Delete {name}.json and "
        f"{name}.runs.jsonl in {folder.parent.name}/{folder.name}; then run `gangrade release`, "
        f"`gangrade calibrate {folder.name}/{name}` and `gangrade release`."
        for question in master.questions
        for name in (question.name,)
        if question.training
        and (file := files.get(f"calibration/{name}.json"))
        and json.loads(file)["training"] != question.training
    ]
    stale += [
        f"{question.cell}: its calibration does not say how well a training must fit together. "
        f"Delete {name}.json in {folder.parent.name}/{folder.name}; then run `gangrade release`, "
        f"`gangrade calibrate {folder.name}/{name}` and `gangrade release`."
        for question in master.questions
        for name in (question.name,)
        if question.training
        and (training := Training.of(question.training)).makers
        and (file := files.get(f"calibration/{name}.json"))
        and json.loads(file).get("joins", {}).keys() != {x.name for x in training.method.limits}
    ]
    if stale:
        raise ReleaseError(stale)
    return files


def _image(course: Course, part: str) -> dict[str, bytes]:
    """Return what builds the grading image and runs in it."""
    names = ("setup.sh", "run_autograder", "Dockerfile", "requirements.lock")
    _image_settings(course, part)
    files = {name: kit.image_file(course, name).read_bytes() for name in names}
    settings = course.image / "config.toml"
    files[settings.name] = settings.read_bytes() if settings.exists() else b""
    return files


def _image_settings(course: Course, part: str) -> gradescope_settings.Settings:
    """Return what the image's config.toml says of a part."""
    try:
        path = course.image / "config.toml"
        text = writing.read_text(path) if path.exists() else ""
        return gradescope_settings.Settings.read(text, part, course.parts())
    except InputError as error:
        raise ReleaseError([f"{course.image.name}/config.toml: {error}"]) from None


def _secret(course: Course) -> bytes:
    """Return the secret; make it first if there is none."""
    if not course.secret.exists():
        writing.replace(course.secret, f"{secrets.token_hex(32)}\n".encode(), mode=0o600)
    secret = course.secret.read_bytes()
    if not re.fullmatch(rb"[0-9a-f]{64}\n", secret):
        raise ReleaseError(
            [
                f"{course.secret.name} in {course.autograder.name}/ is not one line of 64 hex "
                "digits. Restore it; or delete it to get a new one, which draws other targets."
            ]
        )
    return secret


def _zip(files: Mapping[str, bytes]) -> bytes:
    """Return a zip with fixed order, times and modes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in sorted(files):
            info = zipfile.ZipInfo(name, date_time=(2020, 1, 1, 0, 0, 0))
            info.create_system = 3  # Unix, on every system
            info.external_attr = (0o100755 if name in PROGRAMS else 0o100644) << 16
            archive.writestr(info, files[name], compress_type=zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def _summary(master: Master) -> str:
    automatic = [question for question in master.questions if not question.manual]
    by_people = [question for question in master.questions if question.manual]
    tests = [test for question in automatic for test in question.tests]
    hidden_tests = sum(test.hidden for test in tests)
    return (
        f"{len(automatic)} automatic questions ({_worth(automatic)} points), "
        f"{len(by_people)} written ({_worth(by_people)} points), "
        f"{len(tests) - hidden_tests} public and {hidden_tests} hidden tests"
    )


def _worth(questions: Sequence[MasterQuestion]) -> str:
    """Return the points that can be had with these questions, and those on top."""
    extra = total(question.points for question in questions if question.bonus)
    worth = writing.points(total(q.points for q in questions if not q.bonus))
    return f"{worth} + {writing.points(extra)} bonus" if extra else worth
