"""The promises of a question's text: cut into sentences, and compared with tests and corpus."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from gangrade.corpus import promises
from gangrade.corpus.baseline import Entry
from gangrade.corpus.promises import Known, Promise, Test

TEXT = """### Question `half`

Write `half(x)`. It returns half of x:

- x is a number, `0 <= x. And` so on;
- the result is a `float`. Any way is right.

| key | value |
| --- | --- |
| `"a"` | one |
"""
SENTENCES = [
    "Write `half(x)`.",
    "It returns half of x:",
    "x is a number, `0 <= x. And` so on;",
    "the result is a `float`.",
    "Any way is right.",
    "key | value",
    '`"a"` | one',
]
KNOWN = {
    "half": Known(
        TEXT,
        tests={"test_value": Test("It is half.", hidden=True)},
        mutants=frozenset({"doubled", "integer"}),
        variants=frozenset({"by_product"}),
    )
}
ROWS = [
    Promise("half/write", "explanation", SENTENCES[0]),
    Promise("half/value", "demand", SENTENCES[1], tests=("test_value",), mutants=("doubled",)),
    Promise("half/x", "given", SENTENCES[2]),
    Promise("half/float", "demand", SENTENCES[3], tests=("test_value",), mutants=("integer",)),
    Promise("half/way", "permission", SENTENCES[4], variants=("by_product",)),
    Promise("half/key", "explanation", SENTENCES[5]),
    Promise("half/a", "explanation", SENTENCES[6]),
]


def test_a_text_is_cut_into_sentences() -> None:
    assert promises.sentences(TEXT) == SENTENCES


def test_nothing_is_wrong_with_complete_promises() -> None:
    assert promises.problems(ROWS, KNOWN) == []


@pytest.mark.parametrize(
    ("number", "change", "problem"),
    [
        (1, {"tests": ("test_gone",)}, "half/value: there is no test test_gone"),
        (1, {"mutants": ("tripled",)}, "half/value: there is no mutant tripled"),
        (1, {"mutants": ()}, "half/value: a demand needs tests and mutants"),
        (1, {"tests": ()}, "half/value: a demand needs tests and mutants"),
        (4, {"variants": ("gone",)}, "half/way: there is no variant gone"),
        (4, {"variants": ()}, "half/way: a permission needs a variant"),
        (
            4,
            {"kind": "explanation"},
            "half/way: what is tested or used is a demand or a permission",
        ),
        (0, {"id": "half/value"}, "half/value: two rows have this id"),
        (0, {"id": "third/write"}, "third/write: there is no such question"),
        (0, {"sentence": "Write it."}, "half/write: the text has no such sentence: Write it."),
        (0, {"sentence": "Write it."}, "half: no row for the sentence: Write `half(x)`."),
    ],
)
def test_what_is_wrong_is_told(number: int, change: dict[str, str], problem: str) -> None:
    rows = [replace(row, **change) if i == number else row for i, row in enumerate(ROWS)]
    assert any(line.startswith(problem) for line in promises.problems(rows, KNOWN))


def test_a_demand_without_a_mutant_may_say_why() -> None:
    row = replace(ROWS[1], mutants=(), note="Time decides.")
    assert promises.problems([ROWS[0], row, *ROWS[2:]], KNOWN) == []


def test_a_mutant_that_passes_the_tests_of_its_row_is_told() -> None:
    def entry(mutant: str, *titles: str) -> Entry:
        return Entry(f"mutants/half/{mutant}", "key", {"half": 0}, {"half": [*titles]})

    caught = {entry.case: entry for entry in [entry("doubled", "It is half.", "Another.")]}
    assert promises.not_caught(ROWS, KNOWN, caught) == []
    passed = {entry.case: entry for entry in [entry("doubled", "Another.")]}
    assert promises.not_caught(ROWS, KNOWN, passed) == ["half/value: doubled passes test_value"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("promise = 3\n", "rows begin with a line"),
        ("promise = ['half']\n", "rows begin with a line"),
        ("[[promise]]\n", "lacks id, kind, sentence"),
        ("[[promise]]\nid = 'q/a'\nkind = 'wish'\nsentence = 's'\n", "q/a: kind is one of demand"),
        ("[[promise]]\nid = 'q/a'\nkind = 'demand'\nsentence = 's'\ntests = 't'\n", "not a list"),
        ("[[promise]]\nid = 'q/a'\nkind = 'demand'\nsentence = 's'\ntest = []\n", "keys: test"),
        ("[[promise]\n", "at line 1"),
    ],
)
def test_a_file_that_cannot_be_used_is_told(tmp_path: Path, text: str, problem: str) -> None:
    path = tmp_path / "part.promises.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(promises.PromisesError, match=problem):
        promises.read(path)
    path.write_text("", encoding="utf-8")
    assert promises.read(path) == []
    with pytest.raises(promises.PromisesError, match="is missing"):
        promises.read(tmp_path / "other.promises.toml")


def test_the_page_shows_hidden_tests_in_italics_and_leaves_explanations_out() -> None:
    page = promises.page({"small": (ROWS, KNOWN)})
    assert "| It returns half of x: | demand | *test_value* | doubled |" in page
    assert SENTENCES[0] not in page and SENTENCES[4] in page
