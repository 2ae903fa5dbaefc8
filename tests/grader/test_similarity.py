"""Shared code: found whatever was renamed, and not where the code was given or is common."""

from __future__ import annotations

import os
import subprocess
import sys

import numpy as np
import pytest
from gangrade.intake import similarity
from gangrade.intake.find import Source
from gangrade.intake.similarity import fingerprint, shared
from gangrade.intake.submission import Cell, read
from gangrade.part.course import Course

ADAM = """
def adam_step(p, g, state, lr=1e-3, b1=0.9, b2=0.999, eps=1e-8):
    state["t"] += 1
    state["m"] = b1 * state["m"] + (1 - b1) * g
    state["v"] = b2 * state["v"] + (1 - b2) * g**2
    m_hat = state["m"] / (1 - b1 ** state["t"])
    v_hat = state["v"] / (1 - b2 ** state["t"])
    return p - lr * m_hat / (np.sqrt(v_hat) + eps)
"""
RENAMED = """
# my own work

def adam_step(theta, gradient, memory, rate=1e-3, beta=0.9, gamma=0.999, small=1e-8):
    memory['steps']  +=  1
    memory['first'] = beta*memory['first'] + (1 - beta)*gradient   # momentum
    memory['second'] = gamma*memory['second'] + (1 - gamma)*gradient**2
    a = memory['first'] / (1 - beta**memory['steps'])
    b = memory['second'] / (1 - gamma**memory['steps'])

    return theta - rate*a / (np.sqrt(b) + small)
"""
OTHER = """
class Adam:
    def __init__(self, learning_rate):
        self.rate, self.count, self.moments = learning_rate, 0, [0, 0]

    def __call__(self, weights, slopes):
        self.count = self.count + 1
        for order, (decay, power) in enumerate([(0.9, 1), (0.999, 2)]):
            moment = decay * self.moments[order]
            self.moments[order] = moment + (1 - decay) * np.power(slopes, power)
        unbiased = [m / (1 - d**self.count) for m, d in zip(self.moments, (0.9, 0.999))]
        return weights - self.rate * unbiased[0] / (unbiased[1] ** 0.5 + 1e-8)
"""


def prints(*sources: str) -> tuple[int, ...]:
    return fingerprint([Cell(number, source) for number, source in enumerate(sources, 1)])


def test_a_renamed_copy_is_found_and_another_way_is_not() -> None:
    found = shared({"ada": prints(ADAM), "bob": prints(RENAMED), "eve": prints(OTHER)}, ())
    (pair,) = found
    assert (pair.first, pair.second) == ("ada", "bob")
    assert pair.share > 0.9
    assert pair.pieces >= similarity.LEAST_PIECES


def test_the_share_is_of_the_smaller_one() -> None:
    (pair,) = shared({"ada": prints(ADAM), "bob": prints(OTHER, ADAM)}, ())
    assert pair.share == 1
    assert pair.pieces == len(prints(ADAM))


def test_moved_cells_change_nothing() -> None:
    assert prints(ADAM, OTHER) == prints(OTHER, "", ADAM)


def test_given_code_does_not_count() -> None:
    both = {"ada": prints(ADAM, OTHER), "bob": prints(OTHER, RENAMED)}
    assert shared(both, ())
    assert shared(both, prints(OTHER, ADAM)) == []
    assert shared({"ada": prints(ADAM), "blank": ()}, prints(ADAM)) == []


def test_the_unsolved_notebook_covers_what_was_given(course: Course) -> None:
    for part in course.parts():
        blank = read(Source("blank", course.student_notebook(part)), part, ())
        solved = read(Source("solved", course.solution_notebook(part)), part, ())
        given = fingerprint(blank.cells)
        assert shared({"a": given, "b": given}, given) == []
        # Somebody who wrote nothing shares nothing with anybody.
        assert shared({"a": given, "b": fingerprint(solved.cells)}, given) == []


def test_what_many_have_does_not_count() -> None:
    random = np.random.default_rng(0)
    usual = random.integers(0, 2**32, 100)
    class_of = {
        f"s{number:03}": (*usual[random.random(100) < 0.9].tolist(), 10**10 + number)
        for number in range(40)
    }
    assert shared(class_of, ()) == []
    class_of["s000"] += tuple(range(40))
    class_of["s001"] += tuple(range(40))
    (pair,) = shared(class_of, ())
    assert (pair.first, pair.second) == ("s000", "s001")
    assert pair.pieces == 40


def test_a_hundred_copies_are_found() -> None:
    class_of = {f"s{number:03}": (*range(40), 10**6 + number) for number in range(200)}
    copy = tuple(range(1000, 1100))
    class_of |= {f"copy{number:03}": copy for number in range(100)}
    found = shared(class_of, ())
    assert len(found) == 99
    assert {pair.first for pair in found} == {"copy000"}
    assert len({pair.second for pair in found}) == 99


def test_there_is_a_bound_on_the_pairs() -> None:
    class_of = {
        f"s{number}": (*range(1000 * (number // 10), 1000 * (number // 10) + 50), 10**9 + number)
        for number in range(300)
    }
    assert len(shared(class_of, ())) == similarity.MOST_PAIRS


def test_few_or_no_submissions() -> None:
    assert shared({}, ()) == []
    assert shared({"ada": prints(ADAM)}, ()) == []
    assert shared({"ada": (), "bob": ()}, ()) == []


@pytest.mark.parametrize(
    "source",
    [
        "",
        "def f(:\n  '''never closed",
        "%matplotlib inline\n!pip install x\n?help",
        "\0" * 1000,
        "\ud800" * 1000,
        "(" * 10**6,
        '"' + "\\N{" * 300_000,
        "x" * 10**6,
        "x = 1\n" * 200_000,
        "\n" * 10**6,
        "# only a comment " * 1000,
    ],
    ids=range(11),
)
def test_any_text_has_a_fingerprint(source: str) -> None:
    found = fingerprint([Cell(1, source), Cell(2, source)])
    assert found == tuple(sorted(set(found)))
    assert all(0 <= piece < 2**32 for piece in found)
    assert len(found) <= similarity.MAX_CODE


def test_a_fingerprint_is_the_same_in_every_process() -> None:
    code = "import sys; from gangrade.intake.similarity import fingerprint as f; "
    code += "from gangrade.intake.submission import Cell; print(f([Cell(1, sys.stdin.read())]))"
    run = subprocess.run(
        [sys.executable, "-c", code],
        input=ADAM,
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONHASHSEED": "7"},
    )
    assert run.stdout.strip() == str(prints(ADAM))


def test_a_large_class_is_compared() -> None:
    random = np.random.default_rng(0)
    usual = random.integers(0, 2**32, 1000)
    class_of = {}
    for number in range(3000):
        own = random.integers(0, 2**32, 150)
        class_of[f"s{number}"] = np.concatenate([usual[random.random(1000) < 0.3], own])
    class_of["copy"] = class_of["s7"][:-20]
    (pair,) = shared(class_of, ())
    assert {pair.first, pair.second} == {"copy", "s7"}
