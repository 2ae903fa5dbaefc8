"""What is kept of a graded submission: all of its result, and what the result depends on.

A record lies as ``record.json`` in the submission's folder. It is data only: a later run takes
results over, and reports are made of it, without grading again.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from gangrade import writing
from gangrade.results.failure import Failure
from gangrade.results.result import Evidence, QuestionResult, Result, Scale, TestResult
from gangrade.subjects import SUBJECTS

if TYPE_CHECKING:
    from gangrade.part.part import Autograder, Limits


NAME = "record.json"
_FORMAT = 4
"""To be raised when the form of a record changes: older ones are then graded again."""


@dataclass(frozen=True)
class Record:
    """A result, and what is needed to decide whether it still holds."""

    result: Result
    code: str = ""
    """``submission.code_hash`` of the code that was graded."""
    keys: Mapping[str, str] = field(default_factory=dict)
    """By question: a hash of all that its result depends on."""
    fingerprint: tuple[int, ...] = ()
    """Hashes of pieces of the code, by which shared code is found."""
    source: str = ""
    """Where the submission lay."""
    unsafe: bool = False
    """Whether it was not confined when it was graded."""
    share: int = 1
    """How many submissions of one student had the limits together."""
    answers: Mapping[str, str] = field(default_factory=dict)
    """By question that has not all of its points: the code that answers it, for people."""
    trainings: Mapping[str, str] = field(default_factory=dict)
    """By question that trains networks: the code of it, for people."""
    secret: str = ""
    """The fingerprint of the secret that its draws came from."""


def dumps(record: Record) -> str:
    """Return a record as JSON."""
    result = record.result
    content = {
        "format": _FORMAT,
        "code": record.code,
        "keys": dict(record.keys),
        "fingerprint": list(record.fingerprint),
        "source": record.source,
        "unsafe": record.unsafe,
        "share": record.share,
        "secret": record.secret,
        "answers": dict(record.answers),
        "trainings": dict(record.trainings),
        "result": {
            **{name: getattr(result, name) for name in _SIMPLE},
            "failed_cells": [asdict(failure) for failure in result.failed_cells],
            "slow_cells": result.slow_cells,
            "seconds": writing.plain(result.seconds),
            "questions": [_question(question) for question in result.questions],
            "evidence": {name: _evidence(pieces) for name, pieces in result.evidence.items()},
        },
    }
    return json.dumps(content, allow_nan=False)


def loads(text: str) -> Record:
    """Return the record that was written as ``text``.

    Raises:
        ValueError: if it is damaged, or of another version of gangrade.
    """
    try:
        content = json.loads(text)
        if content["format"] != _FORMAT:
            raise ValueError("it is of another version of gangrade")
        result = content["result"]
        questions = tuple(_read_question(entry) for entry in result["questions"])
        evidence = {name: _read_evidence(entry) for name, entry in result["evidence"].items()}
        simple = {name: _tuple(result[name]) for name in _SIMPLE}
        failed_cells = tuple(map(Failure.read, result["failed_cells"]))
        slow_cells = tuple((int(number), float(taken)) for number, taken in result["slow_cells"])
        seconds = result["seconds"]
        return Record(
            Result(
                **simple,
                questions=questions,
                failed_cells=failed_cells,
                slow_cells=slow_cells,
                evidence=evidence,
                seconds=seconds,
            ),
            content["code"],
            content["keys"],
            fingerprint=tuple(content["fingerprint"]),
            source=content["source"],
            unsafe=content["unsafe"],
            share=content.get("share", 1),
            secret=content.get("secret", ""),
            answers=dict(content.get("answers", {})),
            trainings=dict(content.get("trainings", {})),
        )
    except (KeyError, TypeError, AttributeError, IndexError) as error:
        raise ValueError(f"it is damaged ({type(error).__name__})") from None


def read(folder: Path) -> Record | None:
    """Return the record in a submission's folder; None if there is none that can be used."""
    try:
        return loads(writing.content(folder / NAME).decode())
    except (OSError, ValueError):
        return None


def keys(
    autograder: Autograder, code: str, limits: Limits, student: str, versions: str
) -> dict[str, str]:
    """Return for each automatic question a hash of all that its result depends on.

    These are the submission's code, the question's tests, settings and calibration, those of the
    questions that it builds on, the limits, the secret, and the programs' versions.
    """
    hashes: dict[str, str] = {}
    common = [
        autograder.part,
        autograder.secret,
        student,
        code,
        limits.cell,
        limits.all_cells,
        limits.total,
        versions,
        autograder.environment.versions,
    ]
    for question in autograder.automatic:
        parts = [
            *common,
            *(question.name, question.points, question.seconds),
            *(question.by_test, question.bonus),
            autograder.text(f"tests/{question.name}.py"),
            autograder.text(f"calibration/{question.name}.json"),
            autograder.text(f"subjects/{question.training.subject}.py")
            if question.training
            else "",
            *(hashes.get(name, "") for name in question.needs),
        ]
        hashes[question.name] = hashlib.sha256(json.dumps(parts).encode()).hexdigest()
    return hashes


def handed_in(source: str) -> str:
    """Return how what was handed in is called beside its results, by where it lay."""
    suffix = re.search(
        r"(\.[a-z0-9]{1,10}){1,2}$", PurePath(source.rpartition(" > ")[2]).name.lower()
    )
    return f"submitted{suffix[0]}" if suffix else "submitted"


def folders(out: Path) -> list[Path]:
    """Return the folders in ``out`` that hold a record."""
    return sorted(path.parent for path in out.glob(f"*/{NAME}"))


_SIMPLE = ("name", "part", "refused", "manual", "warnings", "blocked", "cut_short", "peak_memory")
"""Fields of a result that JSON can hold as they are."""


def _tuple(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _question(question: QuestionResult) -> dict[str, Any]:
    tests = [{**asdict(test), "values": writing.plain(test.values)} for test in question.tests]
    return {**asdict(question), "tests": tests}


def _read_question(entry: dict[str, Any]) -> QuestionResult:
    names = {field.name for field in fields(QuestionResult)}
    tests = tuple(map(_read_test, entry["tests"]))
    kept = {k: _tuple(v) for k, v in entry.items() if k in names}
    return QuestionResult(**kept | {"tests": tests})


def _read_test(entry: dict[str, Any]) -> TestResult:
    failure = entry["failure"]
    scales = {name: Scale(**scale) for name, scale in entry.get("scales", {}).items()}
    read = {"failure": Failure.read(failure) if failure else None, "scales": scales}
    return TestResult(**{**entry, **read, "builds_on": tuple(entry["builds_on"])})


def _evidence(evidence: Evidence) -> dict[str, Any]:
    subject = SUBJECTS[evidence.subject]
    shown = subject.scene(evidence.target).shown(np.asarray(evidence.samples))
    return {
        "method": evidence.method,
        "subject": evidence.subject,
        "target": subject.described(evidence.target),
        "samples": _array(shown),
        "losses": {name: _array(np.asarray(v)) for name, v in evidence.losses.items()},
        "lengths": evidence.lengths,
    }


def _read_evidence(entry: dict[str, Any]) -> Evidence:
    return Evidence(
        method=entry["method"],
        subject=entry["subject"],
        target=SUBJECTS[entry["subject"]].described_target(entry["target"]),
        samples=_read_array(entry["samples"]),
        losses={name: _read_array(v).tolist() for name, v in entry["losses"].items()},
        lengths=entry["lengths"],
    )


def _array(array: NDArray[Any]) -> dict[str, Any]:
    """Return float32 numbers in little-endian order, in base64."""
    with np.errstate(over="ignore"):  # a student's number may be too large; then it is infinite
        data = array.astype("<f4").tobytes()
    return {"shape": list(array.shape), "float32": base64.b64encode(data).decode()}


def _read_array(entry: dict[str, Any]) -> NDArray[np.float32]:
    data = np.frombuffer(base64.b64decode(entry["float32"]), "<f4")
    return data.reshape(entry["shape"]).astype(np.float32)
