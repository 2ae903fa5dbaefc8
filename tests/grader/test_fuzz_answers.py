"""A slice of what ``make fuzz`` does: whatever is answered, a test ends with a sentence."""

from __future__ import annotations

from pathlib import Path

import fuzz_answers
import numpy as np
import pytest
from gangrade.grading import judge
from gangrade.part.part import Autograder
from gankit.networks import Network
from gankit.probes import forms

ANSWERS = 400


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
def test_whatever_is_answered_a_test_ends_with_a_sentence(
    seed: int, released_course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("SECONDS", "MEMORY"):  # to be as they were afterwards
        monkeypatch.setattr(judge, name, getattr(judge, name))
    zips = sorted((released_course / "autograder" / "dist").glob("*.zip"))
    found = fuzz_answers.exams([Autograder(path) for path in zips])
    assert len(found) > 10
    assert list(fuzz_answers.findings(found, seed, 1, answers=ANSWERS)) == []


def test_answers_are_of_their_form_and_hostile_too() -> None:
    """Or the tests would only ever see one of both."""
    form = forms.Fields(
        {"history": forms.history(100), "networks": forms.networks(2), "count": forms.COUNT}
    )
    fits = []
    for seed in range(300):
        answers = fuzz_answers.Answers(np.random.default_rng(seed))
        try:
            form.check(answers.example(form, fuzz_answers.Request("fitted", {})))
        except forms.Mismatch:
            fits.append(False)
        else:
            fits.append(True)
    assert 20 < sum(fits) < 280


@pytest.mark.parametrize(
    ("form", "fitting", "others"),
    [
        (forms.ANYTHING, [None, 1, "x", [[1.5]] * 100, np.zeros((1000, 1000)), {"a": [1]}],
         [[0] * 100_001, np.zeros((1001, 1000)), "x" * 100_001, [[[0] * 400] * 300]]),
        (forms.COUNT, [0, 7, np.int64(3)], [-1, 1.0, True, None, "1", 1 << 41, np.zeros(2, int)]),
        (forms.Number(), [0, -1.5, np.float32(2)], [np.nan, np.inf, None, True, [1.0], "1"]),
        (forms.ANY_NUMBER, [np.nan, np.inf, 1], [None, "nan", [0.0], np.zeros(1)]),
        (forms.Array((3, None)), [np.zeros((3, 0)), np.ones((3, 9))],
         [np.zeros(3), np.zeros((2, 9)), [[0.0]] * 3, 1.0, np.zeros((3, 400_000)), None]),
        (forms.Array((), kinds="f"), [np.float32(1), np.array(np.nan)],
         [np.zeros(1), np.array(1), np.array(True)]),
        (forms.Array((2,), finite=True), [np.zeros(2)], [np.array([0, np.nan]), np.zeros(3)]),
        (forms.Maybe(forms.COUNT), [None, 1], ["", []]),
        (forms.Items(forms.COUNT, 2), [[1, 2], (1, 2)], [[1], [1, 2, 3], [1, -1], None, {}]),
        (forms.Items(forms.Array((None,)), numbers=10), [[np.zeros(5)] * 2, []],
         [[np.zeros(5)] * 3]),
        (forms.Row((forms.COUNT, forms.ANY_NUMBER), ("a", "b")), [[1, 0.5], (1, np.nan)],
         [[0.5, 1], [1], [1, 2, 3], 1]),
        (forms.Fields({"a": forms.COUNT}), [{"a": 1}], [{}, {"b": 1}, {"a": 1, "b": 1}, [1], None]),
        (forms.history(100), [np.zeros(25), np.full(100, np.nan), np.zeros(10_000)],
         [np.zeros(20_000_000, np.uint8), np.zeros(10_001), np.zeros((25, 1)), [0.7] * 25]),
        (forms.ANY_NETWORK, [], [Network(()), None, [], {"layers": 1}]),
    ],
)  # fmt: skip
def test_forms(form: forms.Form, fitting: list[object], others: list[object]) -> None:
    for value in fitting:
        form.check(value)
    for value in others:
        with pytest.raises(forms.Mismatch):
            form.check(value)
