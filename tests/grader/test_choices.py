"""Questions whose answers are letters: reading, shuffling, and what stands where."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from gangrade.errors import InputError
from gangrade.part import choices
from gangrade.reports import class_page
from gangrade.results.records import Record
from gangrade.results.result import QuestionResult, Result, TestResult
from gangrade.verdicts import concepts
from gangrade.verdicts.draws import Grading, in_force

ENTRY: dict[str, Any] = {
    "name": "q1",
    "asks": "What is right?",
    "right": "this one",
    "because": "It is so.",
    "wrong": [{"says": f"wrong {n}", "because": f"mistake {n}"} for n in (1, 2, 3)],
}
FIVE = choices.read([{**ENTRY, "name": f"q{n}"} for n in range(1, 6)])


def test_what_is_read_has_the_right_answer_first() -> None:
    [choice] = choices.read([ENTRY])
    assert choice.letter == "a"
    assert [option.says for option in choice.options] == [
        "this one",
        "wrong 1",
        "wrong 2",
        "wrong 3",
    ]
    assert choices.load(choices.dump([choice])) == (choice,)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({}, "choices should be a list"),
        ([], "choices should be a list"),
        ([{**ENTRY, "more": 1}], "no more"),
        ([{**ENTRY, "wrong": ENTRY["wrong"][:2]}], "q1 should have 3 wrong answers"),
        ([{**ENTRY, "wrong": [{"says": "x"}] * 3}], "has says and because"),
        ([{**ENTRY, "right": 1}], "1 should be a text"),
        ([ENTRY, ENTRY], "the same name"),
    ],
)
def test_what_is_malformed_is_refused_with_a_sentence(value: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        choices.read(value)


def test_letters_depend_on_the_seed_only_and_none_is_right_too_often() -> None:
    keys = [choices.key(choices.shuffled(FIVE, f"course {n}")) for n in range(200)]
    assert choices.shuffled(FIVE, "course 0") == choices.shuffled(FIVE, "course 0")
    assert len({tuple(key.values()) for key in keys}) > 100
    assert all(max(Counter(key.values()).values()) <= choices.MOST_ALIKE for key in keys)
    assert {letter for key in keys for letter in key.values()} == set("abcd")
    with pytest.raises(InputError, match="too many"):
        choices.shuffled(FIVE * 2, "")


def test_students_read_no_reason_and_the_solution_has_all() -> None:
    mixed = choices.shuffled(FIVE, "x")
    table, reasons = choices.table(mixed), choices.reasons(mixed)
    assert "It is so." not in table
    assert "mistake" not in table
    assert reasons.count("It is so.") == 5
    assert reasons.count("✔") == 5
    right = mixed[0].letter
    assert f"- **{right}** this one ✔ *It is so.*" in reasons


RIGHT = {"q1": "a", "q2": "b", "q3": "c", "q4": "d", "q5": "a"}


def checked(answers: Any) -> tuple[str, dict[str, Any]]:
    """Return what the verdict says of these answers, and what it notes."""
    here = Grading()
    with in_force(here):
        try:
            concepts.knows(lambda: answers, RIGHT, section="section 8")
        except AssertionError as error:
            return str(error), here.values
    return "", here.values


@pytest.mark.parametrize("wrong", range(6))
def test_one_wrong_answer_is_allowed_and_the_message_says_how_many_only(wrong: int) -> None:
    answers = {n: "x" if i < wrong else v for i, (n, v) in enumerate(RIGHT.items())}
    message, values = checked(answers)
    assert bool(message) == (wrong > 1)
    assert values == answers
    if message:
        assert message.startswith(f"{5 - wrong} of the 5 answers are right")
        assert not any(name in message for name in RIGHT)
        assert "section 8" in message


@pytest.mark.parametrize(
    "answers", [None, [], "abcda", {}, {"q1": ["a"]}, {"q1": "a" * 1000}, {1: 2}]
)
def test_other_things_than_letters_are_no_answers(answers: Any) -> None:
    message, values = checked(answers)
    assert message.startswith("0 of the 5") or message.startswith("1 of the 5")
    assert set(values) == set(RIGHT)
    assert all(len(value) == 1 for value in values.values())


def test_a_class_is_told_who_chose_which_misconception(tmp_path: Path) -> None:
    mixed = choices.shuffled(FIVE, "x")
    wrong = next(letter for letter in choices.LETTERS if letter != mixed[0].letter)

    def handed_in(name: str, letter: str) -> Record:
        test = TestResult("Letters", None, hidden=True, values={"q1": letter, "q2": "?"})
        question = QuestionResult("concepts", 2, 2, tests=(test,))
        return Record(Result(name, "part", questions=(question,)), fingerprint=())

    records = [handed_in("ada", wrong), handed_in("bob", wrong), handed_in("eve", mixed[0].letter)]
    path = tmp_path / "report.html"
    class_page.write(iter(records), path, choices={"concepts": mixed})
    html = path.read_text(encoding="utf-8")
    section = html[html.index('<h2 id="choices">') :].split("</section>")[0]
    row = (
        r'<span class="mark \w+">[✓✗] (\w)\)</span>(.*?)<span class="reason">(.*?)</span></td>'
        r'\s*<td class="number">(.*?)</td>'
    )
    counts = [
        [re.sub(r"<[^>]+>", "", text).strip() for text in found]
        for found in re.findall(row, section, re.S)
    ]
    place = choices.LETTERS.index(wrong)
    assert len(counts) == 20
    option = mixed[0].options[place]
    assert counts[place][:3] == [wrong, option.says, option.because]
    assert counts[place][3].split()[0] == "2"
    assert counts[choices.LETTERS.index(mixed[0].letter)][3].split()[0] == "1"
    assert sum(int(count.split()[0]) for *_, count in counts) == 3
