"""Hostile submissions: grade each for real, and look for anything that it gained or harmed.

An attack is a file ``solutions/attacks/<group>_<name>.py``. Its body is a cell in front of the
unsolved notebook, and the functions that it defines replace the notebook's. Or it defines ``make``,
which writes a submitted file. Its docstring has the lines ``Aim:``, ``Defence:`` and ``Control:``,
which says how to see that the check can fail: ``without`` some layers of the sandbox, ``in place``
(tests in the notebook's own process), or ``none`` and why. ``Part:`` names the part that it is
tried on: the one whose functions it replaces, if it replaces any; the sandbox is the same for all.
``Seconds:``, if it is there, is the computing time that it needs to reach its aim. ``With: NAME``
puts the code of ``solutions/attacks/shared/NAME.py`` before the file's own.
"""

from __future__ import annotations

import ast
import contextlib
import functools
import html
import json
import math
import re
import runpy
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import psutil

from gangrade.candidate import candidate as candidates
from gangrade.candidate import machine
from gangrade.candidate.candidate import Candidate, RemoteFunction
from gangrade.candidate.parent import WarmParent
from gangrade.corpus import baseline, cases
from gangrade.corpus.arena import MARK, Arena
from gangrade.corpus.audit import AuditRow
from gangrade.corpus.baseline import Entry
from gangrade.corpus.cases import CorpusError
from gangrade.grading.examiner import grade
from gangrade.grading.worker import TRIES, ungraded
from gangrade.inside import sandbox
from gangrade.intake.find import NothingToGrade, Source, Unreadable, find_submissions
from gangrade.intake.submission import Cell, Submission, code_hash, read
from gangrade.part.course import Course
from gangrade.part.part import Autograder, Limits, Question
from gangrade.reports import feedback
from gangrade.results.problems import Broken, Problem
from gangrade.results.result import Result
from gangrade.subjects import SUBJECTS
from gangrade.syntax import parse
from gangrade.verdicts.draws import Grading, drawn, in_force

GROUPS = ("reading", "forging", "escaping", "exhausting", "leaking", "outliving")
LIMITS = Limits(cell=5, total=20)
"""Short, for attacks that never end."""
STARTS = 10
"""Seconds for starting candidates, which no limit counts."""
PATIENCE = 60
"""Seconds of CPU time for ``succeeded``."""


@dataclass(frozen=True)
class Attack:
    """One hostile submission."""

    name: str
    source: str
    path: Path
    about: str
    """The docstring's first line."""
    without: tuple[str, ...]
    """With these layers left out it succeeds; empty if that is not its control."""
    in_place: bool
    """Whether it gains something where tests run in the notebook's own process."""
    earns: tuple[str, ...]
    """Questions that it honestly solves."""
    is_file: bool
    """Whether it makes the submitted file itself."""
    part: str
    """The part that it is tried on."""
    seconds: float
    """CPU time that it has."""


def load(folder: Path) -> list[Attack]:
    """Return the attacks in a folder.

    Raises:
        CorpusError: if one lacks a line of its docstring, or a line is not understood.
    """
    return [_load(path) for path in sorted(folder.glob("*.py"))]


def _load(path: Path) -> Attack:
    source, about = cases.read_with_shared(path, path.parent / "shared")
    lines = dict(
        re.findall(r"^(Aim|Defence|Control|Part|Earns|Seconds): (.+)$", about, re.MULTILINE)
    )
    if missing := {"Aim", "Defence", "Control", "Part"} - set(lines):
        raise CorpusError(f"{path}: the docstring needs lines {', '.join(sorted(missing))}.")
    if path.stem.split("_")[0] not in GROUPS:
        raise CorpusError(f"{path}: the name must start with one of {', '.join(GROUPS)}.")
    control = lines["Control"]
    layers = _names(control.removeprefix("without ")) if control.startswith("without ") else ()
    if not set(layers) <= set(sandbox.LAYERS):
        raise CorpusError(f"{path}: unknown layers in {control!r}.")
    if not (layers or control == "in place" or control.startswith("none: ")):
        raise CorpusError(f"{path}: Control is `without …`, `in place` or `none: …`.")
    functions = {node.name for node in parse(source).body if isinstance(node, ast.FunctionDef)}
    if layers and "succeeded" not in functions:
        raise CorpusError(f"{path} does not define succeeded.")
    return Attack(
        name=f"attacks/{path.stem}",
        source=source,
        path=path,
        about=about.splitlines()[0],
        without=layers,
        in_place=control == "in place",
        earns=_names(lines.get("Earns", "")),
        is_file="make" in functions,
        part=lines["Part"].strip(),
        seconds=float(lines.get("Seconds", LIMITS.total)),
    )


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


@dataclass(frozen=True)
class Trial:
    """What attacks are tried on: a released part, its unsolved notebook, and an honest one."""

    autograder: Autograder
    notebook: Path
    blank: Submission
    honest: Submission

    @classmethod
    def of(cls, course: Course, part: str, autograder: Autograder) -> Trial:
        """Return the trial for a part of the course."""
        names = [question.name for question in autograder.questions]
        notebook = course.student_notebook(part)
        blank = read(Source("blank", notebook), part, names)
        solution = read(Source("honest", course.solution_notebook(part)), part, names)
        functions = {function for question in _quick(autograder) for function in question.functions}
        honest = tuple(
            cell
            for cell in solution.cells
            if "import gankit" in cell.source or functions & _defined(cell.source)
        )
        return cls(autograder, notebook, blank, honest=Submission("honest", honest))

    # --- sealed ----------------------------------------------------------------------------------

    def check(self, attack: Attack, warm: WarmParent, beside: bool = False) -> list[str]:
        """Grade an attack as any submission; return what it gained or harmed.

        With ``beside``, an honest submission is graded at the same time.
        """
        with Arena() as arena, tempfile.TemporaryDirectory(prefix="attacked-") as folder:
            before, processes, start = arena.world(), _descendants(warm), time.monotonic()
            folders = set(warm.scratch.glob("candidate-*"))
            gains: list[str] = []
            limits = replace(LIMITS, total=attack.seconds)
            honest = None
            with ThreadPoolExecutor(1) as pool:
                if beside:
                    honest = pool.submit(self.marks_of_honest, warm)
                for submission in self._submissions(attack, arena, Path(folder)):
                    result = self._grade(submission, warm, limits=limits)
                    gains += self._gained(attack, submission, result, folder=Path(folder))
            if honest is not None and honest.result() != self.full_marks:
                gains.append(f"an honest submission beside it got {honest.result()}")
            if attack.without and self.succeeds(attack, warm, arena):
                gains.append("it succeeded")
            gains += [f"somebody reached {name}" for name in dict.fromkeys(arena.arrived)]
            gains += _changes(before, arena.world())
            gains += _left_alive(warm, processes)
            leftovers = set(warm.scratch.glob("candidate-*")) - folders
            gains += [f"the folder {path.name} is still there" for path in leftovers]
            deadline = limits.total * candidates.WALL_FACTOR + candidates.WALL_SECONDS + STARTS
            if time.monotonic() - start > deadline:
                gains.append(f"it took more than {deadline:.0f} s")
        return gains

    @functools.cached_property
    def full_marks(self) -> dict[str, float]:
        """The marks that an honest submission must get."""
        return {question.name: question.points for question in _quick(self.autograder)}

    def marks_of_honest(self, warm: WarmParent) -> dict[str, float]:
        """Grade the honest submission; return its marks by question."""
        result = self._grade(self.honest, warm, only=list(self.full_marks))
        return {question.name: question.score for question in result.questions}

    def _grade(self, submission: Submission, warm: WarmParent, **options: Any) -> Result:
        """Grade a submission, as a class does: again where we have failed, at last not at all."""
        try:
            return grade(submission, self.autograder, warm, **options)
        except Broken as broken:
            why = str(broken)
        for _ in range(TRIES - 1):
            try:
                with machine.one_at_a_time():
                    return grade(submission, self.autograder, warm, **options)
            except Broken as broken:
                why = str(broken)
        return ungraded(submission.name, self.autograder, why)

    def _submissions(self, attack: Attack, arena: Arena, folder: Path) -> Iterator[Submission]:
        """Give what is to be graded: for a file, what intake makes of it, if it takes it."""
        if not attack.is_file:
            yield self.submission(attack, arena)
            return
        constants: dict[str, Any] = {}
        exec(arena.constants(), constants)
        make = runpy.run_path(str(attack.path), constants)["make"]
        notebook = json.loads(self.notebook.read_text(encoding="utf-8"))
        names = [question.name for question in self.autograder.questions]
        with contextlib.suppress(NothingToGrade):
            for source in find_submissions([make(folder, notebook)]):
                with contextlib.suppress(Unreadable):
                    yield read(source, self.autograder.part, names)

    def submission(self, attack: Attack, arena: Arena) -> Submission:
        """Return the blank notebook with the attack in front, and its functions in it."""
        nodes = parse(attack.source).body
        asked = {name for q in self.autograder.automatic for name in q.functions}
        own = [
            ast.get_source_segment(attack.source, node) or ""
            for node in nodes
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name in asked
        ]
        book = self.blank
        if own:
            book = cases.swap(book, "\n\n".join(own), attack.name)
        front = [Cell(1, arena.constants()), Cell(2, attack.source)]
        shifted = [Cell(cell.number + len(front), cell.source) for cell in book.cells]
        return Submission(attack.name.replace("/", "-"), (*front, *shifted))

    def _gained(
        self, attack: Attack, submission: Submission, result: Result, folder: Path
    ) -> Iterator[str]:
        for question in result.questions:
            if question.score > 0 and question.name not in attack.earns:
                yield f"{question.name} got {question.score:g} points"
        feedback.write(result, folder / "results")
        pages = folder / "results" / result.name
        for name in ("results.json", "feedback.html"):
            text = (pages / name).read_text(encoding="utf-8")
            yield from (f"{name} tells {what}" for what in self.told(text, submission))
        active = _Active()
        active.feed((pages / "feedback.html").read_text(encoding="utf-8"))
        yield from (f"feedback.html holds {what}" for what in active.found)

    def told(self, text: str, submission: Submission | None = None) -> list[str]:
        """Return what a text tells of what nobody may know.

        Without a ``submission``, draws are the public ones.
        """
        text = html.unescape(text)
        secrets = [f"a hidden line: {line}" for line in self._hidden_lines if line in text]
        digits = re.sub(r"[^0-9a-zA-Z\s]", "", text)
        here = Grading()
        if submission is not None:
            code = code_hash(submission.cells)
            here = Grading(secret=self.autograder.secret, code=code)
        if any(number in digits for number in _drawn(self._trainings, here.secret, here.code)):
            secrets.append("what was drawn")
        if MARK in text:
            secrets.append("a decoy's text")
        return secrets

    @functools.cached_property
    def _trainings(self) -> tuple[tuple[str, str], ...]:
        """The questions with training, and what they train."""
        questions = self.autograder.automatic
        return tuple((q.name, q.training.subject) for q in questions if q.training is not None)

    @functools.cached_property
    def _hidden_lines(self) -> set[str]:
        """Lines of the hidden tests; a docstring is the test's title, and shown."""
        return {
            line.strip()
            for question in self.autograder.automatic
            if question.tests is not None
            for line in question.tests.source.splitlines()
            if len(line.strip()) > 25 and '"""' not in line
        }

    def succeeds(self, attack: Attack, warm: WarmParent, arena: Arena | None = None) -> bool:
        """Ask the attack itself, in a candidate, whether it has reached its aim."""
        with contextlib.ExitStack() as exits:
            arena = arena or exits.enter_context(Arena())
            child = exits.enter_context(contextlib.closing(warm.fork()))
            try:
                for number, source in enumerate([arena.constants(), attack.source], 1):
                    child.run_cell(number, source, PATIENCE)
                return _call(child, "succeeded", []) is True
            except Problem:
                return False


def _quick(autograder: Autograder) -> list[Question]:
    """Return the questions without training that need no other: is honest work graded as ever?"""
    return [q for q in autograder.automatic if q.training is None and not q.needs]


@functools.cache
def _drawn(trainings: tuple[tuple[str, str], ...], secret: str, code: str) -> tuple[str, ...]:
    """Return the digits of numbers that tell what this code meets, of (question, subject)s."""
    with in_force(Grading(secret=secret, code=code)):
        numbers = [
            number
            for question, subject in trainings
            for number in SUBJECTS[subject].secrets(drawn(SUBJECTS[subject], question))
        ]
    digits = [f"{abs(number):.12f}".replace(".", "").lstrip("0")[:8] for number in numbers]
    return tuple(number for number in digits if len(number) == 8)


def _call(child: Candidate, function: str, arguments: list[Any]) -> Any:
    def ask(do: str, **request: Any) -> Any:
        return child.ask(do, PATIENCE, **request)

    return RemoteFunction(function, ask)(*arguments)


def _defined(source: str) -> set[str]:
    try:
        body = parse(source).body
    except SyntaxError:  # a cell with magics
        return set()
    return {node.name for node in body if isinstance(node, ast.FunctionDef | ast.ClassDef)}


def _changes(before: dict[str, str], after: dict[str, str]) -> list[str]:
    names = sorted({*before, *after})
    return [f"{name} has changed" for name in names if before.get(name) != after.get(name)]


def _descendants(warm: WarmParent) -> set[psutil.Process]:
    return set(warm.process.children(recursive=True))


def _left_alive(warm: WarmParent, before: set[psutil.Process]) -> list[str]:
    """Return what is wrong with the processes: some are left, or the warm parent is not."""
    if not warm.process.is_running() or warm.process.status() == psutil.STATUS_ZOMBIE:
        return ["the warm parent has ended"]
    new = [*(_descendants(warm) - before), *_strays()]
    _, alive = psutil.wait_procs(new, timeout=5)
    return [f"process {process.pid} is still there" for process in alive]


def _strays() -> Iterator[psutil.Process]:
    """Give candidates, or what they have started, that nobody looks after any more."""
    for process in psutil.process_iter(["ppid", "cmdline", "uids", "status"]):
        info = process.info
        orphan = info["ppid"] == 1 and info["status"] != psutil.STATUS_ZOMBIE
        ours = "gangrade.inside.warm" in (info["cmdline"] or ()) or (
            info["uids"] and sandbox.User.FIRST <= info["uids"].real < sandbox.User.LAST
        )
        if orphan and ours and not any(p.pid == process.pid for p in psutil.Process().children()):
            yield process


class _Active(HTMLParser):
    """Finds what a page must not hold: anything that runs, or that calls somebody."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"script", "iframe", "object", "embed", "form", "base", "link"}:
            self.found.append(f"<{tag}>")
        for name, value in attrs:
            foreign = name in {"href", "src", "srcset", "action"} and not re.match(
                r"data:image/|#", value or ""
            )
            if name.startswith("on") or foreign:
                self.found.append(f"<{tag} {name}>")


def key_of(attack: Attack, trial: Trial) -> str:
    """Return a hash of all that decides what an attack gains."""
    autograder = trial.autograder
    return baseline.key(autograder, autograder.automatic, trial.blank, expected=[attack.source])


def cost(attack: Attack) -> float:
    """Return how many seconds an attack mostly takes at most."""
    return max(attack.seconds, 60 if "/exhausting_" in attack.name else 15)


def try_attacks(
    attacks: Sequence[Attack],
    trial: Trial,
    without: Sequence[str] = (),
    *,
    deadline: float = math.inf,
    progress: Callable[[AuditRow], None] = lambda _row: None,
) -> list[AuditRow]:
    """Check attacks, with honest work before, beside and after.

    ``without`` leaves out layers of the sandbox. No attack begins that may not be over at the
    ``deadline``, on the monotonic clock.
    """
    rows: dict[str, AuditRow] = {}

    def add(name: str, surprises: Sequence[str], seconds: float = 0, key: str = "") -> None:
        known = Entry(name, key, {}, failed={}, machinery=baseline.machinery())
        entry = known if key and not surprises else None
        rows[name] = AuditRow(
            case=name,
            expected="nothing gained",
            seconds=round(seconds, 1),
            surprises=tuple(surprises),
            entry=entry,
        )
        progress(rows[name])

    def honest(when: str, warm: WarmParent) -> None:
        marks = trial.marks_of_honest(warm)
        add(f"attacks/honest {when}", [] if marks == trial.full_marks else [f"it got {marks}"])

    with WarmParent(without) as warm:
        honest("before", warm)
        kinds: set[str] = set()
        for attack in attacks:
            start, kind = time.monotonic(), attack.name.split("_")[0]
            if start + cost(attack) > deadline:
                continue
            gains = trial.check(attack, warm, beside=kind not in kinds)
            kinds.add(kind)
            add(attack.name, gains, time.monotonic() - start, key_of(attack, trial))
        honest("after", warm)
    return list(rows.values())


def matrix(attacks: Sequence[Attack], trial: Trial) -> str:
    """Return a table in Markdown: which attacks succeed without which layers.

    Attacks whose control is not about layers are not in it.
    """
    columns: dict[str, tuple[str, ...]] = {"all layers": ()}
    columns |= {f"without {layer}": (layer,) for layer in sandbox.LAYERS}
    columns |= {f"only {layer}": tuple(set(sandbox.LAYERS) - {layer}) for layer in sandbox.LAYERS}
    columns["no layer"] = sandbox.LAYERS
    rows = {attack.name: [attack.path.stem] for attack in attacks if attack.without}
    for without in columns.values():
        with WarmParent(without) as warm:
            for attack in attacks:
                if attack.name in rows:
                    success = trial.succeeds(attack, warm)
                    rows[attack.name].append("succeeds" if success else "")
    lines = [["attack", *columns], ["---"] * (len(columns) + 1), *rows.values()]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
