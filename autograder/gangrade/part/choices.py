"""Questions with four answers to choose from, of which one is right."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from gangrade.errors import InputError

LETTERS = "abcd"
MOST_ALIKE = 2
"""So often a letter is right at most, of those of one question of the notebook."""
MARK = "<!-- CHOICES -->"
"""The line in a question's text in whose place a release puts what can be chosen."""
KEY = "KEY"
"""The name, in a question's solution and tests, in whose place a release puts the right letters."""


@dataclass(frozen=True)
class Option:
    """One answer."""

    says: str
    because: str
    """Why it is right, or wrong: which misconception it is."""
    right: bool = False


@dataclass(frozen=True)
class Choice:
    """One thing that is asked, with its answers in the order of the ``LETTERS``."""

    name: str
    asks: str
    options: tuple[Option, ...]

    @property
    def letter(self) -> str:
        """The letter of the right answer."""
        [place] = [place for place, option in enumerate(self.options) if option.right]
        return LETTERS[place]


def read(value: Any) -> tuple[Choice, ...]:
    """Return the choices in a question's configuration; in each, the right answer stands first.

    Raises:
        InputError: with a sentence that says what is wrong.
    """
    if not isinstance(value, list) or not value:
        raise InputError("choices should be a list, each with name, asks, right, because and wrong")
    found = [_read(entry) for entry in value]
    names = [choice.name for choice in found]
    if len(names) != len(set(names)):
        raise InputError("two choices have the same name")
    return tuple(found)


def _read(entry: Any) -> Choice:
    if not isinstance(entry, dict) or set(entry) != {"name", "asks", "right", "because", "wrong"}:
        raise InputError(f"a choice has name, asks, right, because and wrong, no more: {entry}")
    wrong = entry["wrong"]
    if not isinstance(wrong, list) or len(wrong) != len(LETTERS) - 1:
        raise InputError(f"{entry['name']} should have {len(LETTERS) - 1} wrong answers")
    if not all(isinstance(one, dict) and set(one) == {"says", "because"} for one in wrong):
        raise InputError(f"a wrong answer of {entry['name']} has says and because, nothing else")
    options = [Option(_text(entry["right"]), _text(entry["because"]), right=True)]
    options += [Option(_text(one["says"]), _text(one["because"])) for one in wrong]
    return Choice(_text(entry["name"]), _text(entry["asks"]), tuple(options))


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise InputError(f"{value!r} should be a text; put it into quotes")
    return " ".join(value.split())


def shuffled(choices: Sequence[Choice], seed: str) -> tuple[Choice, ...]:
    """Return the choices with their answers in another order, always the same for a seed.

    No letter is right more often than ``MOST_ALIKE`` times.
    """
    if len(choices) > MOST_ALIKE * len(LETTERS):
        raise InputError(
            f"{len(choices)} choices are too many for one question: some letter would be right "
            f"more than {MOST_ALIKE} times. Cut them in two"
        )
    dice = random.Random(seed)
    while True:
        mixed = [
            Choice(c.name, c.asks, tuple(dice.sample(c.options, len(c.options)))) for c in choices
        ]
        if max(Counter(choice.letter for choice in mixed).values()) <= MOST_ALIKE:
            return tuple(mixed)


def key(choices: Sequence[Choice]) -> dict[str, str]:
    """Return the right letters by name."""
    return {choice.name: choice.letter for choice in choices}


def table(choices: Sequence[Choice]) -> str:
    """Return what is asked, and all answers, in Markdown."""
    return "\n\n".join(
        "\n".join([f"**{c.name}** {c.asks}", "", *_lines(c, reasons=False)]) for c in choices
    )


def reasons(choices: Sequence[Choice]) -> str:
    """Return what is asked, with the reason for each answer, in Markdown."""
    blocks = ["\n".join([f"**{c.name}** {c.asks}", "", *_lines(c, reasons=True)]) for c in choices]
    return "\n\n".join(["**The answers, with reasons.**", *blocks])


def _lines(choice: Choice, reasons: bool) -> list[str]:
    lines = []
    for letter, option in zip(LETTERS, choice.options, strict=True):
        start = f"- **{letter}** {option.says}"
        sign = "✔" if option.right else "✘"
        lines.append(f"{start} {sign} *{option.because}*" if reasons else start)
    return lines


def dump(choices: Sequence[Choice]) -> list[dict[str, Any]]:
    """Return what ``load`` reads."""
    return [asdict(choice) for choice in choices]


def load(entries: Sequence[Mapping[str, Any]]) -> tuple[Choice, ...]:
    """Return what ``dump`` has made a list of."""
    return tuple(
        Choice(entry["name"], entry["asks"], tuple(Option(**one) for one in entry["options"]))
        for entry in entries
    )
