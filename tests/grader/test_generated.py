"""What is generated: mutants by operators, and combinations of what a text permits."""

from __future__ import annotations

import ast
import itertools
from pathlib import Path

import pytest
from gangrade.corpus import combinations, forms, operators
from gangrade.corpus.cases import CorpusError
from gangrade.corpus.combinations import Permissions
from gangrade.corpus.mutation import (
    Equivalence,
    Mutant,
    Outcome,
    Results,
    Row,
    contradictions,
    equivalences,
    sample,
    scores,
)
from gangrade.intake.submission import Submission
from gangrade.part.course import Course

SOURCE = '''
def scaled(values, factor, shift=0.5, name="float32"):
    """Scale what is above the mean."""
    values = np.asarray(values)
    mean, kept = values.mean(axis=0), []
    for value in values[1:]:
        if value > mean and factor:
            kept.append(-value * factor + shift)
        total = sum(kept)
    kept += [total]
    far = np.hypot(values - mean, factor)
    return np.array(kept, dtype=name)
'''


@pytest.fixture(scope="module")
def mutations() -> list[operators.Mutation]:
    return operators.mutations(SOURCE)


def test_every_operator_makes_mutants_and_no_two_are_equal(
    mutations: list[operators.Mutation],
) -> None:
    assert {mutation.operator for mutation in mutations} == {*operators.OPERATORS}
    trees = [ast.dump(ast.parse(mutation.source)) for mutation in mutations]
    assert len({*trees}) == len(trees)
    assert ast.dump(ast.parse(SOURCE)) not in trees
    changes = [mutation.change for mutation in mutations]
    assert len({*changes}) == len(changes)


@pytest.mark.parametrize(
    "line",
    [
        "kept.append(value * factor + shift)",  # sign
        "kept.append(-value / factor + shift)",  # arithmetic
        "kept.append(-value + shift)",  # factor missing
        "if value >= mean and factor:",  # comparison
        "if value > mean:",  # condition
        "mean, kept = (values.sum(axis=0), [])",  # reduction
        "mean, kept = (values.mean(), [])",  # keyword dropped
        "for value in values:",  # bound dropped
        "return values",  # intermediate
        "kept = [total]",  # assignment in place of an addition
        "factor = 2",  # argument ignored
        "kept.append(-value * shift + shift)",  # another variable
        "for value in list(values[1:])[:1]:",  # loop
    ],
)
def test_kinds_of_mistakes(mutations: list[operators.Mutation], line: str) -> None:
    plain = ast.unparse(ast.parse(SOURCE)).splitlines()
    assert line not in [one.strip() for one in plain]
    assert any(line in [one.strip() for one in m.source.splitlines()] for m in mutations)


def test_a_change_names_the_lines_that_differ(mutations: list[operators.Mutation]) -> None:
    assert "kept += [total] → kept = [total]" in [mutation.change for mutation in mutations]


# --- results -------------------------------------------------------------------------------------


def row(change: str, outcome: Outcome, *, hidden: bool = True) -> Row:
    test = "It scales." if outcome is Outcome.KILLED else ""
    return Row("q", "f", change, "sign changed", "key", outcome, test, hidden=hidden)


def test_score_counts_what_a_test_found_and_leaves_out_what_is_right() -> None:
    rows = [
        row("a", Outcome.KILLED, hidden=False),
        row("b", Outcome.KILLED),
        row("c", Outcome.SURVIVED),
        row("d", Outcome.SURVIVED),
        row("e", Outcome.STOPPED),
    ]
    by_name = {one.name: one for one in rows}
    [score] = scores(by_name, [Equivalence("q", "f", "It is the same.", ("c",))])
    assert (score.mutants, score.killed, score.public, score.equivalent) == (5, 2, 1, 1)
    assert [one.change for one in score.survivors] == ["d", "e"]
    assert score.share == 2 / 4
    said = contradictions(by_name, [Equivalence("q", "f", "It is the same.", ("a", "z"))])
    assert "is said to be right, but with it “It scales.” fails." in said[0]
    assert "There is no mutant q/f: z" in said[1]


def test_rows_are_kept_and_the_last_of_each_counts(tmp_path: Path) -> None:
    path = tmp_path / "mutation.jsonl"
    results = Results(path)
    for one in (row("a", Outcome.SURVIVED), row("gone", Outcome.KILLED), row("a", Outcome.KILLED)):
        results.keep(one)
    again = Results(path)
    assert again.rows[("q", "f", "a")].outcome is Outcome.KILLED
    again.tidy([("q", "f", "a")])
    assert [one.change for one in Results(path).rows.values()] == ["a"]
    assert len(path.read_text(encoding="utf-8").splitlines()) == 1


def test_of_trainings_a_sample_is_drawn_and_it_stays_the_same() -> None:
    def mutant(number: int, *, trained: bool) -> Mutant:
        nothing = Submission("x", ())
        return Mutant("q", "f", "sign changed", str(number), nothing, trained=trained, tests=())

    exact = [mutant(number, trained=False) for number in range(3)]
    trained = [mutant(number, trained=True) for number in range(3, 50)]
    chosen = sample([*exact, *trained], 5, seed=1)
    assert chosen[:3] == exact
    assert len(chosen) == 8
    assert chosen == sample([*exact, *trained], 5, seed=1) != sample([*exact, *trained], 5, seed=2)


def test_an_equivalence_without_a_reason_is_refused(tmp_path: Path) -> None:
    course = Course(tmp_path)
    path = course.equivalents("part")
    path.parent.mkdir(parents=True)
    path.write_text('[[equivalent]]\nquestion = "q"\nfunction = "f"\nchanges = ["a"]\n', "utf-8")
    with pytest.raises(CorpusError, match="has question, function, why and changes"):
        equivalences(course, "part")


# --- combinations --------------------------------------------------------------------------------

PERMISSIONS = Permissions(
    question="q",
    choices={
        "draw": ["a", "b", "c"],
        "loop": ["for", "while", "map"],
        "cast": ["x", "y"],
        "form": [*forms.FORMS],
    },
    template="def f(n, k=2):\n    return [n, k, '{{ draw }}', '{{ loop }}', '{{ cast }}']\n",
    count=60,
    exclude=({"draw": "a", "loop": "map"},),
    functions=("f",),
)


def test_combinations_hold_every_pair_that_there_can_be() -> None:
    chosen = combinations.combine(PERMISSIONS)
    held = set[combinations.Pair]().union(*map(combinations.pairs, chosen))
    every = {
        frozenset([(one, a), (other, b)])
        for one, other in itertools.combinations(sorted(PERMISSIONS.choices), 2)
        for a in PERMISSIONS.choices[one]
        for b in PERMISSIONS.choices[other]
    }
    assert held == every - {frozenset([("draw", "a"), ("loop", "map")])}
    assert len(chosen) == 60
    assert chosen == combinations.combine(PERMISSIONS) != combinations.combine(PERMISSIONS, seed=1)
    few = combinations.combine(
        Permissions("q", PERMISSIONS.choices, PERMISSIONS.template, 1, functions=("f",))
    )
    assert len(few) < 60  # all pairs of 198 combinations


def test_answers_differ_by_more_than_names_and_hints() -> None:
    one = "def f(n):\n    '''Words.'''\n    total = n + 1\n    return total"
    same = "def f(n: int) -> int:\n    x = n + 1\n    return x"
    assert combinations.normal_form(one) == combinations.normal_form(same)
    assert combinations.normal_form(one) != combinations.normal_form("def f(n):\n    return n + 1")
    texts = [
        combinations.normal_form(PERMISSIONS.source(c)) for c in combinations.combine(PERMISSIONS)
    ]
    assert len({*texts}) == len(texts)


@pytest.mark.parametrize("form", forms.FORMS)
def test_every_form_is_called_in_the_same_way(form: str) -> None:
    source = "def f(n, k=2):\n    m = n + k\n    return m\n\n\ndef g():\n    return f(1)"
    space: dict[str, object] = {}
    code = forms.rewritten(source, ["f"], form)
    exec(code, space)
    f = space["f"]
    assert callable(f)
    assert (f(1), f(1, 5), f(n=2, k=3), space["g"]()) == (3, 6, 5, 3)  # type: ignore[operator]
    assert (code != ast.unparse(ast.parse(source))) == (form != forms.PLAIN)
