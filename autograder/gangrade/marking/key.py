"""The key to the pages on which people mark: whose answer is which."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from gangrade import writing
from gangrade.errors import InputError

KEY = "answers.json"
"""Which submission an answer's code means. It lies beside the pages, and is not for markers."""


@dataclass(frozen=True)
class KnownAnswer:
    """An answer that was given out to be marked."""

    submission: str
    version: str
    state: str
    code: str = ""
    """``Record.code`` of the file that it was read from; empty if nobody has noted it."""
    source: str = ""
    """Where that file lay."""


Answers = Mapping[str, Mapping[str, KnownAnswer]]
"""By question and code."""


def read_answers(folder: Path, part: str) -> Answers:
    """Return what ``answers`` gave out to be marked.

    Raises:
        InputError: with a sentence for the instructor.
    """
    path = folder / KEY
    try:
        content = json.loads(writing.content(path))
        other = content["part"]
        questions = {
            question: {code: _known(KnownAnswer(**entry)) for code, entry in codes.items()}
            for question, codes in content["questions"].items()
        }
    except FileNotFoundError:
        raise InputError(
            f"There is no {KEY} in {folder}. Run `gangrade answers` first, and name its folder."
        ) from None
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}.") from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise InputError(f"{path} is damaged. Run `gangrade answers` again.") from error
    if other != part:
        raise InputError(f"{folder} holds answers to {other}, not to {part}.")
    return questions


def _known(entry: KnownAnswer) -> KnownAnswer:
    if not all(isinstance(value, str) for value in vars(entry).values()):
        raise TypeError
    return entry
