"""Write ``report.html``: what an instructor reads about a whole class, as one page.

The page holds its styles, its script and its data; it asks for nothing from elsewhere. The
statistics and their tables are made here. The script shows the table of all submissions and, on
demand, the details of one. Names and messages come from strangers: they reach the page escaped, or
as JSON that the script shows as text only.
"""

from __future__ import annotations

import base64
import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray

from gangrade import writing
from gangrade.intake import similarity
from gangrade.part.choices import LETTERS, Choice, Option
from gangrade.part.points import total
from gangrade.reports.html import assets, in_script, templates
from gangrade.reports.misconceptions import Misconception, nearest
from gangrade.results import sentences
from gangrade.results.failure import Failure, Why
from gangrade.results.records import Record, handed_in
from gangrade.results.result import Evidence, QuestionResult, Result, Scale, TestResult
from gangrade.subjects import METHODS, SUBJECTS, Images, Method, Plane

POINTS, PLACES, IMAGES, LOSSES = 250, 60, 12, 60
"""Of one picture: points of a cloud, places of a line, images, and values of each loss."""
_STEPS = 1000
"""Steps of a coordinate over the width or height of a picture."""
_ASPECT = 1.5
"""Width of a picture by its height."""
_BARS = 24
"""Bars of the histogram at most, and one more for full marks."""
_KINDS = 40
"""Kinds of failures that are listed."""
_CODE = 2500
"""Characters of the code of an answer."""
_MESSAGE, _NAME, _KIND, _MANY = 1000, 255, 120, 60
"""Characters of a message, of a name and of each text in a kind of failures; entries of any list in
the details of one submission."""


def write(
    records: Iterable[Record],
    path: Path,
    given: Collection[int] = (),
    known: Mapping[str, Sequence[Misconception]] = {},
    whose: Mapping[str, str] = {},
    missing: Sequence[str] = (),
    choices: Mapping[str, Sequence[Choice]] = {},
) -> None:
    """Write the page about these submissions.

    ``choices`` are what could be chosen, by question. ``whose`` says by submission what its student
    is known by, ``missing`` who has none.

    ``records`` is gone through once, and of each only a few kB are kept. ``given`` is the
    fingerprint of the unsolved notebook; ``known`` are the known misconceptions by question.
    """
    reader = _Reader(known)
    rows = sorted(map(reader.row, records), key=lambda row: _natural(row.name))
    groups = _Groups()
    pairs = _pairs(rows, given)
    html = templates.get_template("reports/class.html").render(
        **assets("reports/class.css", "reports/class.js"),
        part=" and ".join(reader.parts),
        now=datetime.now().astimezone(),
        rows=rows,
        missing=[_text(name, _NAME) for name in missing],
        graded=sum(row.graded for row in rows),
        refused=groups.add("Status", "not graded", (not row.graded for row in rows)),
        scores=_scores(rows, reader),
        questions=_questions(rows, reader, groups),
        manual=list(reader.manual),
        failures=_failures(rows, groups),
        misconceptions=_misconceptions(rows, reader, groups),
        choices=_choices(rows, choices, groups),
        reading=(reading := _reading(rows, reader)),
        trainings=_trainings(rows, reader, reading),
        sharing=_sharing(pairs, len(rows), groups),
        pairs=pairs,
        most_pairs=similarity.MOST_PAIRS,
        phases=_phases(rows),
        data=in_script(
            {
                "questions": list(reader.possible.items()),
                "possible": reader.total_possible,
                "manual": list(reader.manual),
                "tests": [(question, title) for question, title, _ in reader.tests],
                "misconceptions": list(reader.misconceptions.values()),
                "captions": {
                    name: subject.caption.replace("your", "the")
                    for name, subject in SUBJECTS.items()
                },
                "methods": {name: _shown(method) for name, method in METHODS.items()},
                "groups": [(group.section, group.title, group.rows) for group in groups.found],
                "pairs": pairs,
                "rows": [
                    (
                        *(r.name, r.status, r.scores, round(r.all_seconds, 1)),
                        _text(whose.get(r.name, ""), _NAME),
                        [number for number, whole in r.complete.items() if not whole],
                        r.handed_in if (path.parent / r.name / r.handed_in).is_file() else "",
                    )
                    for r in rows
                ],
            }
        ),
        details=Markup("\n".join(row.details for row in rows)),
    )
    writing.replace(path, html)


@dataclass(frozen=True, slots=True)
class _StudentRow:
    """One submission, as the class is described by it; numbers count the reader's tables."""

    name: str
    status: str
    """Why there are no marks; empty if it was graded."""
    scores: list[float | None]
    """By question; None where it has no mark."""
    failed: tuple[int, ...]
    """Tests."""
    complete: dict[int, bool]
    """Of each question that was graded, whether all of its tests passed."""
    resembles: tuple[int, ...]
    """Misconceptions."""
    chosen: frozenset[tuple[str, str, str]]
    """Question, name and letter of what was chosen, where answers are letters."""
    reading: dict[int, tuple[str, ...]]
    """Why a person should read its trainings, by question."""
    trainings: dict[int, str]
    """Their code, by question."""
    question_seconds: dict[int, float]
    """CPU time, by question."""
    kinds: tuple[Failure | str, ...]
    """Kinds of failures, and warnings."""
    seconds: dict[str, float]
    memory: float
    fingerprint: NDArray[np.int64]
    details: str
    """JSON in one line."""
    handed_in: str
    """The file that was handed in, as it lies beside the results."""

    @property
    def graded(self) -> bool:
        return not self.status

    @property
    def score(self) -> float:
        return total(score or 0 for score in self.scores)

    @property
    def all_seconds(self) -> float:
        return sum(self.seconds.values())


class _Reader:
    """Makes rows of records, and collects what they have in common."""

    def __init__(self, known: Mapping[str, Sequence[Misconception]]) -> None:
        self.known = known
        self.parts: dict[str, None] = {}
        self.possible: dict[str, float] = {}
        """Points by question."""
        self.bonus: set[str] = set()
        """Questions whose points come on top."""
        self.manual: dict[str, None] = {}
        self.tests: dict[tuple[int, str, bool], int] = {}
        """Numbers of tests by question, title and whether they are hidden."""
        self.misconceptions: dict[tuple[int, str], str] = {}
        """Descriptions by question and the mutant's name."""

    def row(self, record: Record) -> _StudentRow:
        """Return what is kept of a record."""
        result = record.result
        self.parts[_text(result.part, _NAME)] = None
        self.manual |= dict.fromkeys(_text(name, _NAME) for name in result.manual)
        for question in result.questions:
            name = _text(question.name, _NAME)
            self.possible[name] = max(question.possible, self.possible.get(name, 0))
            self.bonus |= {name} if question.bonus else set()
        failures, resembles = self._failed(result), self._resembles(result)
        scores: list[float | None] = [None] * len(self.possible)
        if result.graded:
            for question in result.questions:
                scores[self._place(question)] = question.score
        notes = [_text(note) for note in result.notes[:_MANY]]
        details = {
            "tests": [(number, _text(test.message)) for number, test in failures],
            "empty": [self._place(q) for q in result.questions if not q.tests],
            "resembles": resembles,
            "code": {
                self._place(question): _text(record.answers[question.name], _CODE)
                for question in result.questions
                if not question.complete and question.name in record.answers
            },
            "values": {self._place(q): _values(q) for q in result.questions if q.values},
            "notes": notes,
            "seconds": {_text(k, 40): _finite(v) for k, v in result.seconds.items()},
            "memory": _finite(result.peak_memory),
            "pictures": {
                self._place(question): picture
                for question in result.questions
                if question.name in result.evidence
                and (picture := _picture(result.evidence[question.name]))
            },
        }
        return _StudentRow(
            name=_text(result.name, _NAME),
            status="" if result.graded else _text(result.status) or "not graded",
            scores=scores,
            failed=tuple(number for number, _ in failures),
            complete={self._place(q): q.complete for q in result.questions if result.graded},
            resembles=tuple(number for _, number, _ in resembles),
            chosen=frozenset(
                (question.name, name, value)
                for question in result.questions
                for name, value in question.values.items()
                if isinstance(value, str) and value in {*LETTERS}
            ),
            reading={
                self._place(q): tuple(_text(reason, _KIND) for reason in q.reading[:_MANY])
                for q in result.questions
                if q.reading
            },
            trainings={
                self._place(q): _text(record.trainings[q.name], _CODE)
                for q in result.questions
                if q.name in record.trainings
            },
            question_seconds={self._place(q): q.seconds for q in result.questions if q.complete},
            kinds=tuple(dict.fromkeys(_kinds(result))),
            seconds={_text(k, 40): _finite(v) for k, v in result.seconds.items()},
            memory=_finite(result.peak_memory),
            fingerprint=np.array(record.fingerprint, np.int64),
            handed_in=handed_in(record.source) if record.source else "",
            details=in_script({name: value for name, value in details.items() if value}),
        )

    @property
    def total_possible(self) -> float:
        """The points that can be had, without a bonus."""
        return total(worth for name, worth in self.possible.items() if name not in self.bonus)

    def _place(self, question: QuestionResult) -> int:
        return list(self.possible).index(_text(question.name, _NAME))

    def _failed(self, result: Result) -> list[tuple[int, TestResult]]:
        """Return the failed tests with their numbers, and count all tests."""
        numbers = []
        for question in result.questions:
            for test in question.tests:
                key = self._place(question), _text(test.title, _NAME), test.hidden
                number = self.tests.setdefault(key, len(self.tests))
                if not test.passed:
                    numbers.append((number, test))
        return numbers

    def _resembles(self, result: Result) -> list[tuple[int, int, float]]:
        """Return question, misconception and score for each failed question that resembles one."""
        names = []
        for question in result.questions:
            mutants = self.known.get(question.name)
            if not mutants or question.complete:
                continue
            likeness = nearest(question, mutants)
            if likeness is not None:
                number = self._place(question)
                key = number, likeness.mutant
                self.misconceptions.setdefault(key, _text(likeness.about))
                place = list(self.misconceptions).index(key)
                names.append((number, place, round(likeness.score, 3)))
        return names


def _values(question: QuestionResult) -> list[tuple[str, str]]:
    lines = []
    for name, value in list(question.values.items())[:_MANY]:
        scale = question.scales.get(name, Scale(""))
        shown = writing.shown(value)
        if scale.limits:
            shown += f" {'✓' if scale.met else '✗'} ({scale.limits})"
        words = sentences.measured(_text(name, 80), scale.words, target=scale.target)
        lines.append((_text(words, 160), _text(shown, 200)))
    return lines


_OF_FUNCTIONS = {Why.RAISED, Why.MISSING, Why.OTHER, Why.INSTRUMENT, Why.REPLACED, Why.ENDED}


def _kinds(result: Result) -> Iterator[Failure | str]:
    """Yield kinds of failures: what cells and functions met, without what tells them apart.

    Also yield warnings as they are.
    """
    for warning in result.warnings[:_MANY]:
        yield _text(warning, _KIND)
    for failure in result.failed_cells[:_MANY]:
        text = "" if failure.why is Why.RAISED else _text(failure.text, _KIND)
        yield Failure(text, failure.why, cell=0, type=_text(failure.type, _KIND))
    tests = (test for question in result.questions for test in question.tests)
    for failure in (test.failure for test in tests if test.failure):
        if failure.function and failure.why in _OF_FUNCTIONS:
            text = failure.text if failure.why is Why.ENDED else ""
            function, kind = _text(failure.function, _KIND), _text(failure.type, _KIND)
            yield Failure(_text(text, _KIND), failure.why, function=function, type=kind)


def _picture(evidence: Evidence) -> dict[str, Any]:
    """Return what the page draws of samples and losses."""
    scene = SUBJECTS[evidence.subject].scene(evidence.target)
    samples = np.asarray(evidence.samples, dtype=np.float64)
    losses = _losses(evidence, METHODS[evidence.method])
    return {
        "subject": evidence.subject,
        "method": evidence.method,
        **(_images(samples, scene) if isinstance(scene, Images) else _cloud(samples, scene)),
        **({"losses": losses} if losses else {}),
    }


def _cloud(points: NDArray[np.float64], plane: Plane) -> dict[str, Any]:
    """Return points of shape (n, 2) and what was to be learned, in one frame."""
    low, high = plane.low, plane.high
    if plane.square:  # a picture is wider than high
        wider = np.array([(_ASPECT - 1) / 2 * (high[0] - low[0]), 0])
        low, high = low - wider, high + wider
    extra: dict[str, Any] = {}
    if plane.line is not None:
        places = np.linspace(0, len(plane.line) - 1, min(PLACES, len(plane.line))).astype(int)
        extra["line"] = _packed(plane.line[places], low, high)
    if plane.centres is not None:
        extra["centres"] = _packed(plane.centres, low, high)
        extra["radius"] = _round(plane.radius / (high[1] - low[1]))
    inside = ((points > low) & (points < high)).all(axis=1)
    return {
        **extra,
        "frame": [_round(v) for v in (low[0], high[0], low[1], high[1])],
        "points": _packed(points[inside][:POINTS], low, high),
        "count": len(points),
        "outside": int(len(points) - inside.sum()),
    }


def _images(images: NDArray[np.float64], scene: Images) -> dict[str, Any]:
    """Return the first images, shape (n, height, width), as bytes."""
    first = np.nan_to_num(images[:IMAGES], nan=scene.black)
    shares = (np.clip(first, scene.black, 1) - scene.black) / (1 - scene.black)
    grey = np.rint(shares * 255).astype(np.uint8)
    return {"images": _base64(grey), "size": grey.shape}


def _losses(evidence: Evidence, method: Method[Any]) -> dict[str, Any]:
    """Return means of blocks of the finite losses; empty if there are none."""
    means: dict[str, NDArray[np.float64]] = {}
    steps = 0
    for loss in method.losses:
        values = evidence.history(loss.name)[1]
        steps = max(steps, evidence.lengths.get(loss.name, 0))
        values = values[np.isfinite(values) & (np.abs(values) < 1e12)]
        if len(values):
            edges = np.linspace(0, len(values), min(LOSSES, len(values)) + 1).astype(int)
            means[loss.name] = np.add.reduceat(values, edges[:-1]) / np.diff(edges)
    if not means:
        return {}
    highest = max(float(np.percentile(values, 99)) for values in means.values())
    top = 1.15 * max(method.losses_top, highest)
    curves = {name: _packed(values, 0, top) for name, values in means.items()}
    return {"steps": steps, "top": _round(top), **curves}


def _shown(method: Method[Any]) -> dict[str, Any]:
    """Return what the page needs to draw a training by a method."""
    losses = [(loss.name, loss.label, loss.balance) for loss in method.losses]
    return {"result": method.result, "losses": losses, "caption": method.losses_caption}


def _packed(values: NDArray[Any], low: Any, high: Any) -> str:
    """Return numbers as steps between ``low`` and ``high``: 16-bit, little-endian, in base64."""
    steps = np.rint(np.clip((values - low) / (high - low), 0, 1) * _STEPS)
    return _base64(steps.astype("<u2"))


def _base64(array: NDArray[Any]) -> str:
    return base64.b64encode(array.tobytes()).decode()


@dataclass(frozen=True)
class _Group:
    """Submissions that the table can be filtered to."""

    number: int
    section: str
    title: str
    rows: list[int]


@dataclass
class _Groups:
    found: list[_Group] = field(default_factory=list)

    def add(self, section: str, title: str, member: Iterable[bool]) -> _Group:
        """Return the group of the rows for which ``member`` is true."""
        rows = [number for number, is_in in enumerate(member) if is_in]
        self.found.append(_Group(len(self.found), section, title, rows=rows))
        return self.found[-1]


def discrimination(passed: Sequence[bool], rest: Sequence[float]) -> float | None:
    """Return the correlation between passing one question and the score in all others, -1 to 1.

    This is the point-biserial correlation, corrected by leaving the question itself out of the
    score: S. Henrysson, "Correction of item-total correlations in item analysis", Psychometrika 28
    (1963), 211-218. It is None where one of the two does not vary.
    """
    if len(set(passed)) < 2 or len(set(rest)) < 2:
        return None
    return float(np.corrcoef(np.asarray(passed, float), rest)[0, 1])


def _scores(rows: Sequence[_StudentRow], reader: _Reader) -> dict[str, Any] | None:
    """Return the histogram of scores and what is read off it; None if nothing was graded."""
    scores = np.array([row.score for row in rows if row.graded])
    possible = max([reader.total_possible, *scores.tolist()])
    if not len(scores) or possible <= 0:
        return None
    scale = 10.0 ** math.floor(math.log10(possible / _BARS))
    width = next(w * scale for w in (1, 2, 5, 10) if possible / (w * scale) <= _BARS)
    count = math.floor(possible / width + 1e-9) + 1
    places = np.clip(np.floor(scores / width + 1e-9), 0, count - 1).astype(int)
    points = writing.points
    labels = [f"{points(n * width)} to below {points((n + 1) * width)}" for n in range(count)]
    last = points((count - 1) * width)
    labels[-1] = last if last == points(possible) else f"{last} to {points(possible)}"
    if width == 1:
        labels = [points(n) for n in range(count)]
    counts = np.bincount(places, minlength=count).tolist()
    return {
        "possible": possible,
        "width": width,
        "bars": list(zip(labels, counts, strict=True)),
        "most": max(counts),
        "mean": float(scores.mean()),
        "median": float(np.median(scores)),
        "deviation": float(scores.std()),
        "low": float(scores.min()),
        "high": float(scores.max()),
    }


QUICK = 0.3
"""Of the class's median computing time: forgeries took 0.03 to 0.1 of a training's."""
FEW = 8
"""Right answers whose median says something."""
LONG = 5.0
"""Seconds: a question whose median is below trains nothing."""


def _reading(rows: Sequence[_StudentRow], reader: _Reader) -> list[tuple[int, str, str]]:
    """Return which trainings a person should read: the submission, the question, the reasons."""
    found = []
    for number, name in enumerate(reader.possible):
        seconds = [r.question_seconds[number] for r in rows if number in r.question_seconds]
        median = float(np.median(seconds)) if len(seconds) >= FEW else 0.0
        for place, row in enumerate(rows):
            reasons = [*row.reading.get(number, ())]
            own = row.question_seconds.get(number)
            if own is not None and median >= LONG and own < QUICK * median:
                reasons.append(f"took {own:.0f} s of computing time, and others {median:.0f} s")
            if reasons:
                found.append((place, name, "; ".join(reasons)))
    return found


def _trainings(
    rows: Sequence[_StudentRow], reader: _Reader, reading: Sequence[tuple[int, str, str]]
) -> list[tuple[str, list[tuple[int, str]]]]:
    """Return the code of all trainings by question; first come those that a person should read."""
    first = {(place, name) for place, name, _ in reading}
    found = []
    for number, name in enumerate(reader.possible):
        own = [(p, row.trainings[number]) for p, row in enumerate(rows) if number in row.trainings]
        own.sort(key=lambda one: (one[0], name) not in first)
        if own:
            found.append((name, own))
    return found


def _questions(
    rows: Sequence[_StudentRow], reader: _Reader, groups: _Groups
) -> list[dict[str, Any]]:
    """Return difficulty, discrimination and failed tests of each question."""
    questions = []
    failing = Counter(test for row in rows for test in row.failed)
    for number, (name, possible) in enumerate(reader.possible.items()):
        marked = [row for row in rows if number in row.complete]
        passes = [row.complete[number] for row in marked]
        rest = [row.score - (row.scores[number] or 0) for row in marked]
        tests = [
            (
                groups.add(f"Failed tests of {name}", title, (test in r.failed for r in rows)),
                is_hidden,
            )
            for (of, title, is_hidden), test in reader.tests.items()
            if of == number and failing[test]
        ]
        questions.append(
            {
                "name": name,
                "possible": possible,
                "share": sum(passes) / len(passes) if passes else None,
                "discrimination": discrimination(passes, rest),
                "failed": groups.add(
                    "Questions failed",
                    name,
                    (not row.complete.get(number, True) for row in rows),
                ),
                "tests": sorted(tests, key=lambda entry: -len(entry[0].rows)),
            }
        )
    return questions


def _failures(rows: Sequence[_StudentRow], groups: _Groups) -> list[_Group]:
    kinds = Counter(kind for row in rows for kind in row.kinds)
    return [
        groups.add(
            "Failures",
            kind if isinstance(kind, str) else _text(sentences.brief(kind), _KIND),
            (kind in row.kinds for row in rows),
        )
        for kind, _ in kinds.most_common(_KINDS)
    ]


def _misconceptions(
    rows: Sequence[_StudentRow], reader: _Reader, groups: _Groups
) -> list[tuple[str, _Group]]:
    names = list(reader.possible)
    found = [
        (names[question], groups.add("Resembles", about, (place in r.resembles for r in rows)))
        for place, ((question, _), about) in enumerate(reader.misconceptions.items())
    ]
    return sorted(found, key=lambda entry: -len(entry[1].rows))


def _choices(
    rows: Sequence[_StudentRow], choices: Mapping[str, Sequence[Choice]], groups: _Groups
) -> list[tuple[str, list[tuple[Choice, list[tuple[str, Option, _Group]]]]]]:
    """Return the choices of each question, each with who has chosen which of its letters."""
    found = []
    for question, several in choices.items():
        asked = []
        for choice in several:
            answers = []
            for letter, option in zip(LETTERS, choice.options, strict=True):
                key = question, choice.name, letter
                title = f"{choice.name}: {letter} {option.says}"
                members = (key in row.chosen for row in rows)
                answers.append((letter, option, groups.add("Chosen", title, members)))
            asked.append((choice, answers))
        found.append((question, asked))
    return found


def _pairs(
    rows: Sequence[_StudentRow], given: Collection[int]
) -> list[tuple[int, int, float, int]]:
    """Return the pairs that share code: two rows, the share, and the number of pieces."""
    fingerprints = {f"{number:09}": row.fingerprint for number, row in enumerate(rows)}
    return [
        (int(pair.first), int(pair.second), round(pair.share, 4), pair.pieces)
        for pair in similarity.shared(fingerprints, given)
    ]


def _sharing(pairs: Sequence[tuple[int, int, float, int]], count: int, groups: _Groups) -> _Group:
    members = {row for first, second, *_ in pairs for row in (first, second)}
    return groups.add("Status", "shares code", (row in members for row in range(count)))


def _phases(rows: Sequence[_StudentRow]) -> list[tuple[str, str, NDArray[np.float64]]]:
    """Return name, unit, and (median, 90 % quantile, maximum) of what submissions took."""
    names = list(dict.fromkeys(name for row in rows for name in row.seconds))
    seconds = {(name, "s"): [r.seconds[name] for r in rows if name in r.seconds] for name in names}
    if len(names) > 1:
        seconds["all phases", "s"] = [row.all_seconds for row in rows if row.seconds]
    seconds["memory", "MB"] = [row.memory for row in rows if row.memory]
    return [
        (name, unit, np.percentile(values, [50, 90, 100]))
        for (name, unit), values in seconds.items()
        if values
    ]


def _text(value: str, most: int = _MESSAGE) -> str:
    """Return text that any page can hold, and not more of it than ``most`` characters."""
    whole = value.encode(errors="replace").decode()  # half characters (lone surrogates) become ?
    return whole if len(whole) <= most else whole[: most - 4] + " […]"


def _finite(value: float) -> float:
    return round(float(value), 2) if math.isfinite(value) else 0.0


def _round(value: Any) -> float:
    return float(f"{value:.4g}")


def _natural(name: str) -> tuple[list[Any], str]:
    """Return a key that sorts submission_9 before submission_10."""
    pieces = re.split(r"(\d+)", name.casefold())
    return [int(piece) if n % 2 else piece for n, piece in enumerate(pieces)], name
