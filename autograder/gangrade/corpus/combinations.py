"""Right answers by the hundred: what the text of a question permits, combined.

``solutions/<part>/permissions/<question>.toml`` names the permissions of a question, the choices
that each leaves, and a template (Jinja) that writes an answer for any combination of them. Which
``form`` the functions have (a lambda, a method, …) is a permission of all questions, and needs no
template. The combinations that are tried hold every pair of choices that can come together.
"""

from __future__ import annotations

import ast
import itertools
import json
import random
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

import jinja2
from rich import box
from rich.table import Table

from gangrade import writing
from gangrade.candidate.parent import WarmParent
from gangrade.corpus import baseline, forms, mutation
from gangrade.corpus.cases import Case, CorpusError, with_code
from gangrade.intake.submission import Submission
from gangrade.part.course import Course
from gangrade.part.part import Autograder
from gangrade.syntax import parse

Choices = Mapping[str, str]
"""Of each permission, which choice is taken."""
Pair = frozenset[tuple[str, str]]
MOST = 200_000
"""Combinations of a question that are looked at one by one; of more, so many by chance."""


@dataclass(frozen=True)
class Permissions:
    """What the text of one question permits."""

    question: str
    choices: dict[str, list[str]]
    """By permission. The first choice is the solution's, or the plainest."""
    template: str
    count: int
    """How many different answers are asked for; those that hold all pairs may be more."""
    exclude: tuple[Choices, ...] = ()
    """Choices that do not go together."""
    functions: tuple[str, ...] = ()
    """What has the ``form``; nothing else may."""

    def allows(self, choices: Choices) -> bool:
        """Return whether no exclusion fits."""
        return not any(other.items() <= choices.items() for other in self.exclude)

    def source(self, choices: Choices) -> str:
        """Return the answer that makes these choices."""
        environment = jinja2.Environment(
            undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
        )
        code = environment.from_string(self.template).render(**choices)
        return forms.rewritten(code, self.functions, choices.get("form", forms.PLAIN))


def read_permissions(course: Course, part: str) -> list[Permissions]:
    """Return what is known of a part, by question.

    Raises:
        CorpusError: if a file lacks something.
    """
    found = []
    for path in sorted(course.permissions(part).glob("*.toml")):
        try:
            entry = tomllib.loads(writing.read_text(path))
            functions = tuple(entry.pop("functions", ()))
            choices = entry.pop("choices") | ({"form": [*forms.FORMS]} if functions else {})
            exclude = tuple(entry.pop("exclude", ()))
            found.append(
                Permissions(path.stem, choices, exclude=exclude, functions=functions, **entry)
            )
        except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
            raise CorpusError(
                f"{path}: {error}. It has choices, a template and a count; functions and exclude "
                "if need be."
            ) from None
    return found


# --- which combinations --------------------------------------------------------------------------


def pairs(choices: Choices) -> set[Pair]:
    """Return the pairs of choices that a combination holds."""
    return {frozenset(pair) for pair in itertools.combinations(sorted(choices.items()), 2)}


def combine(permissions: Permissions, seed: int = 0) -> list[Choices]:
    """Return combinations that hold all pairs there can be, and others by chance up to the count.

    Each is a different answer: the ``normal_form`` of no two is the same.
    """
    chance = random.Random(f"{seed} {permissions.question}")
    everything = _allowed(permissions, chance)
    missing = set[Pair]().union(*map(pairs, everything))
    chosen: list[Choices] = []
    seen: set[str] = set()

    def take(choices: Choices) -> None:
        text = normal_form(permissions.source(choices))
        if text not in seen:
            seen.add(text)
            chosen.append(choices)

    while missing:
        few = chance.sample(everything, min(60, len(everything)))
        best = max(few, key=lambda choices: len(pairs(choices) & missing))
        if not pairs(best) & missing:  # the last ones are looked for
            best = next(one for one in everything if pairs(one) & missing)
        missing -= pairs(best)
        take(best)
    for choices in everything:
        if len(chosen) >= permissions.count:
            break
        take(choices)
    return chosen


def _allowed(permissions: Permissions, chance: random.Random) -> list[Choices]:
    """Return all combinations in a random order, or very many."""
    names, lists = [*permissions.choices], [*permissions.choices.values()]
    total = 1
    for values in lists:
        total *= len(values)
    if total <= MOST:
        every: Iterable[tuple[str, ...]] = itertools.product(*lists)
    else:
        every = (tuple(chance.choice(values) for values in lists) for _ in range(MOST // 10))
    found: list[Choices] = [dict(zip(names, values, strict=True)) for values in every]
    found = [choices for choices in found if permissions.allows(choices)]
    chance.shuffle(found)
    return found


def normal_form(source: str) -> str:
    """Return a text that is equal for answers which differ in names, hints and words only."""
    tree = parse(source)
    bound = {
        n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
    }
    bound |= {n.arg for n in ast.walk(tree) if isinstance(n, ast.arg)}
    bound |= {n.name for n in ast.walk(tree) if isinstance(n, (ast.FunctionDef, ast.ClassDef))}
    numbers: dict[str, str] = {}

    def renamed(name: str) -> str:
        return numbers.setdefault(name, f"v{len(numbers)}") if name in bound else name

    for node in ast.walk(tree):
        match node:
            case ast.Name():
                node.id = renamed(node.id)
            case ast.arg():
                node.arg, node.annotation = renamed(node.arg), None
            case ast.FunctionDef() | ast.ClassDef():
                node.name = renamed(node.name)
                if ast.get_docstring(node) is not None and len(node.body) > 1:
                    node.body = node.body[1:]
                if isinstance(node, ast.FunctionDef):
                    node.returns = None
    return ast.unparse(tree)


# --- grading -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    """What a generated answer got."""

    question: str
    choices: dict[str, str]
    key: str
    """A hash of the tests, of what they call, and of the answer."""
    failed: dict[str, str] = field(default_factory=dict)
    """What was said, by the title of the test."""

    @property
    def name(self) -> tuple[str, str]:
        """What tells it from all others of its part."""
        return self.question, json.dumps(self.choices, sort_keys=True)


class Results:
    """The rows of a part, by answer. Lines are added; ``tidy`` leaves the last of each."""

    def __init__(self, path: Path):
        """Read them; there are none if there is no such file."""
        self._path = path
        rows = [Row(**line) for line in writing.read_lines(path)]
        self.rows = {row.name: row for row in rows}

    def holds(self, name: tuple[str, str], key: str) -> bool:
        """Return whether there is a row that was made with what is so now."""
        return name in self.rows and self.rows[name].key == key

    def keep(self, row: Row) -> None:
        """Add a line."""
        self.rows[row.name] = row
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(row), ensure_ascii=False) + "\n")

    def tidy(self, known: Iterable[tuple[str, str]]) -> None:
        """Leave out answers that there are no longer, and sort the lines."""
        self.rows = {name: self.rows[name] for name in sorted(known) if name in self.rows}
        lines = (json.dumps(asdict(row), ensure_ascii=False) for row in self.rows.values())
        writing.replace(self._path, "".join(f"{line}\n" for line in lines), mode=0o644)


@dataclass(frozen=True)
class Answer:
    """A generated answer to a question, in the solution's notebook."""

    question: str
    choices: dict[str, str]
    submission: Submission
    tests: tuple[int, ...]
    """The places of the tests that it can change."""

    @property
    def name(self) -> tuple[str, str]:
        """What tells it from all others of its part."""
        return self.question, json.dumps(self.choices, sort_keys=True)


def answers(permissions: Permissions, autograder: Autograder, solution: Case) -> list[Answer]:
    """Return the answers that combine a question's permissions."""
    [question] = [q for q in autograder.automatic if q.name == permissions.question]
    found = []
    for number, choices in enumerate(combine(permissions)):
        submission, reached = with_code(
            solution.submission,
            permissions.source(choices),
            question.name,
            name=f"permissions/{question.name}/{number}",
        )
        tests = mutation.tests_of(question, reached)
        found.append(Answer(question.name, dict(choices), submission, tests=tests))
    return found


def key_of(answer: Answer, autograder: Autograder) -> str:
    """Return the hash of the tests, of what they call, and of the answer's code."""
    [question] = [q for q in autograder.automatic if q.name == answer.question]
    return baseline.key(autograder, [question], answer.submission, expected=[])


def grade_answer(answer: Answer, autograder: Autograder, warm: WarmParent) -> Row:
    """Grade an answer by all tests that it can change."""
    results = mutation.examine(
        answer.submission, answer.question, answer.tests, autograder=autograder, warm=warm
    )
    failed = {test.title: test.message for test in results if test.failure is not None}
    key = key_of(answer, autograder)
    return Row(answer.question, answer.choices, key, failed=failed)


def table(known: Sequence[Permissions], rows: Iterable[Row]) -> Table:
    """Return, by question: answers, how many of the possible pairs they hold, and who failed."""
    view = Table(box=box.SIMPLE_HEAD, show_edge=False, padding=(0, 1, 0, 0))
    view.add_column("question")
    for title in ("permissions", "answers", "pairs", "failed"):
        view.add_column(title, justify="right")
    rows = list(rows)
    for permissions in known:
        own = [row for row in rows if row.question == permissions.question]
        possible = set[Pair]().union(*map(pairs, _allowed(permissions, random.Random(0))))
        held = set[Pair]().union(*(pairs(row.choices) for row in own)) & possible
        view.add_row(
            permissions.question,
            str(len(permissions.choices)),
            str(len(own)),
            f"{len(held)} of {len(possible)}",
            str(sum(bool(row.failed) for row in own)),
        )
    return view
