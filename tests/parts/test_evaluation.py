"""Part evaluation: its drawn sets, how often a right answer fails, and what its references give."""

from __future__ import annotations

import itertools
import math
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import gankit
import numpy as np
import pytest
from gangrade.corpus.cases import Case, read_cases, read_solution_and_blank
from gangrade.part import choices
from gangrade.part.course import Course
from gangrade.release.master import read_master
from gangrade.verdicts import digit_sets, measures
from scipy.spatial.distance import cdist
from scipy.stats import beta, binom

REPOSITORY = Course.find(Path(__file__).parent)
SETS = REPOSITORY.calibration("evaluation") / "detective.sets.npz"


def read_sets() -> dict[str, dict[str, np.ndarray]]:
    """Return the measured columns of the sets of each sort."""
    with np.load(SETS) as file:
        return {
            sort: dict(zip(file["columns"].tolist(), file[sort].T, strict=True))
            for sort in digit_sets.SORTS
        }


def words(found: dict[str, np.ndarray]) -> np.ndarray:
    """Return what the solution's rule says of measured sets."""
    collapsed = (found["variety"] < 0.5) | (found["classes"] < 0.6)
    rules = [found["novelty"] > 1.4, collapsed, found["novelty"] < 0.45, found["largest"] > 0.3]
    return np.select(rules, ["noisy", "collapsed", "memorised", "unbalanced"], "good")


def test_a_right_rule_fails_in_less_than_one_of_a_thousand_gradings() -> None:
    sets = read_sets()
    assert all(len(found["count"]) >= 2000 for found in sets.values())
    wrong = sum(int((words(found) != sort).sum()) for sort, found in sets.items())
    count = sum(len(found["count"]) for found in sets.values())
    bound = beta.ppf(0.95, wrong + 1, count - wrong)  # of the rate, 95 % confidence
    assert binom.sf(1, 20, bound) < 1e-3


def test_the_sorts_lie_on_either_side_of_the_limits_with_room_to_spare() -> None:
    """So other limits in the gaps are right as well."""
    sets = read_sets()
    assert sets["noisy"]["novelty"].min() > 1.5
    assert max(found["novelty"].max() for s, found in sets.items() if s != "noisy") < 1.3
    assert sets["memorised"]["novelty"].max() < 0.4 < 0.5 < sets["unbalanced"]["novelty"].min()
    assert sets["unbalanced"]["largest"].min() > 0.35
    assert max(sets[sort]["largest"].max() for sort in ("good", "memorised")) < 0.25
    kinds, variety = sets["collapsed"]["classes"], sets["collapsed"]["variety"]
    assert np.minimum(kinds / 0.6, variety / 0.5).max() < 0.9


@pytest.mark.parametrize("sort", digit_sets.SORTS)
def test_a_drawn_set_is_what_its_word_says(sort: str) -> None:
    random = np.random.default_rng(3)
    images = digit_sets.draw(sort, random, few_kinds=True)
    n = len(images)
    assert digit_sets.FEWEST <= n <= digit_sets.MOST
    assert images.shape == (n, 14, 14)
    assert abs(images).max() <= 1
    grey = np.round((images + 1) * 127.5).astype(np.uint8)
    known = {i.tobytes() for split in ("train", "test") for i in gankit.load_digits(split, 14)[0]}
    assert not any(image.tobytes() in known for image in grey)
    split = "train" if sort == "memorised" else "test"
    pool_labels = gankit.load_digits(split, size=14)[1]
    for place in range(20):
        labels = pool_labels[digit_sets.draw_places(sort, random, place % 2 == 0)]
        counts = np.bincount(labels, minlength=10)
        kinds = int((counts > 0).sum())
        if sort == "collapsed":
            assert kinds <= 3 if place % 2 == 0 else kinds == 10
        else:
            assert kinds == 10
            share = counts.max() / len(labels)
            assert share == pytest.approx(0.5, abs=0.001) if sort == "unbalanced" else share < 0.2


def test_images_are_moved_by_a_part_of_a_pixel_in_all_directions() -> None:
    dot = np.full((4000, 14, 14), -1.0)
    dot[:, 7, 7] = 1
    moved = (gankit.shift_images(dot, np.random.default_rng(4)) + 1) / 2
    assert moved.sum(axis=(1, 2)) == pytest.approx(1)
    places = np.arange(14) - 7
    down, right = moved.sum(axis=2) @ places, moved.sum(axis=1) @ places
    way = np.hypot(down, right)
    assert 0.1 <= way.min() < 0.105 < 0.195 < way.max() <= 0.2 + 1e-9
    assert abs(np.mean([down, right])) < 0.01


def test_the_noise_is_clipped_normal_noise() -> None:
    random = np.random.default_rng(5)
    noisy = np.concatenate([digit_sets.draw("noisy", random).ravel() for _ in range(6)])
    assert noisy.min() == -1
    assert noisy.max() == 1
    assert 0.2 < np.mean(noisy == -1) < 0.6  # black pixels whose noise is negative


def test_the_reference_of_the_frechet_distance_agrees_with_its_formula() -> None:
    """Where covariances are regular, by the eigenvalues of their product."""
    random = np.random.default_rng(6)
    for k in (1, 3, 8):
        one, other = measures.covariance(random, k), measures.covariance(random, k)
        shift = random.normal(0, 1, k)
        overlap = np.sqrt(np.linalg.eigvals(one @ other).real).sum()
        right = shift @ shift + np.trace(one) + np.trace(other) - 2 * overlap
        assert measures.frechet(shift, one, np.zeros(k), other) == pytest.approx(right)


def test_the_other_references_give_what_can_be_counted() -> None:
    assert measures.wasserstein(np.array([0.0]), np.array([0.0, 1, 5])) == pytest.approx(2)
    assert measures.inception_scores(np.eye(7))[0] == pytest.approx(7)
    rows = np.array([[0.5, 0.5], [1, 0]])
    by_hand = math.exp((0.5 * math.log(2 / 3) + 0.5 * math.log(2) + math.log(4 / 3)) / 2)
    assert measures.inception_scores(rows)[0] == pytest.approx(by_hand)
    line = np.array([[0.0], [1], [3], [6]])
    assert measures.precision_recall(line, np.array([[9.0], [2.5], [4], [12], [20]]), 1) == (
        0.6,
        0.75,
    )


def test_wrong_values_that_are_named_are_no_right_ones() -> None:
    """A message must not call a right value a mistake."""
    random = np.random.default_rng(7)
    for _ in range(50):
        rows = random.dirichlet(np.full(5, 0.4), 12)
        [right] = measures.inception_scores(rows)
        assert measures.recognised(right, measures.not_inception_score(rows)) == ""
        # Stairs that cross: where they do not, the difference of the means is right.
        a, b = random.normal(0, 1, 9), random.normal(0, 2, 9)
        b += a.mean() - b.mean() + 0.01
        assert measures.recognised(measures.wasserstein(a, b), measures.not_wasserstein(a, b)) == ""


def test_covariances_do_not_commute_by_a_clear_margin() -> None:
    random = np.random.default_rng(8)
    for k in (2, 4, 9):
        one, other, known = measures.not_commuting(random, k)
        right = measures.frechet(np.zeros(k), one, np.zeros(k), other)
        assert all(abs(value - right) > 0.05 * right for value in known.values())
        assert len(known) == 5


def test_the_features_of_digits_have_a_dead_unit() -> None:
    """So the covariance that students meet is singular."""
    features = gankit.digit_features(gankit.load_digits(size=14)[0])
    assert np.linalg.matrix_rank(np.cov(features, rowvar=False)) == 31


def test_the_samples_that_are_shipped_are_those_of_a_training_that_succeeds() -> None:
    made = gankit.load_gan_digits()
    assert made["samples"].shape == (2000, 14, 14)
    assert made["moments"].shape == (10, 60, 14, 14)
    assert np.array_equal(made["samples"][:60], made["moments"][-1])
    images, _ = gankit.load_digits(size=14)
    features = [gankit.digit_features(i) for i in (made["samples"], images)]
    distance = gankit.digits.frechet(*features)
    assert distance == pytest.approx(made["distances"][-1], rel=1e-4)
    assert all(b < a for a, b in itertools.pairwise(made["distances"]))


def test_probabilities_agree_with_classes() -> None:
    images, _ = gankit.load_digits("test", size=14)
    found = gankit.digit_probabilities(images)
    assert found.dtype == np.float64
    assert found.sum(axis=1) == pytest.approx(1)
    assert np.array_equal(found.argmax(axis=1), gankit.digit_classes(images))


def test_a_function_of_a_library_is_known_whatever_it_is_called() -> None:
    """And only while the question's own function runs."""
    from scipy.stats import wasserstein_distance as other_name

    library = ["scipy.stats.wasserstein_distance"]

    def mine(a: np.ndarray, b: np.ndarray) -> float:
        return float(np.abs(np.sort(a) - np.sort(b)).mean())

    def borrowed(a: np.ndarray, b: np.ndarray) -> float:
        return float(other_name(a, b))

    args = [np.arange(3.0), np.arange(3.0) + 2]
    assert gankit.probes.called_by_hand(mine, args, library) == pytest.approx(2)
    before = sys.gettrace()
    with pytest.raises(AssertionError, match=r"borrowed should not call scipy.stats.wasserstein"):
        gankit.probes.called_by_hand(borrowed, args, library)
    assert sys.gettrace() is before
    assert borrowed(*args) == pytest.approx(2)


# --- tolerances ----------------------------------------------------------------------------------


EXACT = ("wasserstein", "frechet", "inception_score")
ROUNDING = 30
"""A tolerance is at least so many times what any right answer was off by."""


def right_answers() -> list[Case]:
    """Return the solution and all variants of the exact questions."""
    variants = read_cases(REPOSITORY, "evaluation", EXACT)
    known = [case for case in variants if case.name.startswith("variants/")]
    return [read_solution_and_blank(REPOSITORY, "evaluation", EXACT)[0], *known]


def names_of(case: Case) -> dict[str, Any]:
    """Return what the functions of a case's notebook are called."""
    names: dict[str, Any] = {"np": np, "gankit": gankit, "cdist": cdist}
    for cell in case.submission.cells:
        if any(f"def {name}" in cell.source for name in FUNCTIONS):
            exec(cell.source, names)
    return names


FUNCTIONS = (
    "wasserstein_1d",
    "sliced_wasserstein",
    "moments",
    "frechet_distance",
    "inception_score",
)


def deviations(names: dict[str, Any], random: np.random.Generator) -> Iterator[tuple[str, float]]:
    """Yield how far answers are off, as shares of what the question's tests allow."""
    for n, m in ((9, 9), (7, 11), (40, 25)):
        a, b = random.normal(0, 2, n), np.round(random.normal(0.7, 1, m))
        off = abs(names["wasserstein_1d"](a, b) - measures.wasserstein(a, b))
        yield "wasserstein", float(off) / 1e-9
    for k, rank1, rank2 in ((5, 2, 5), (6, 3, 3), (8, 7, 4), (4, 4, 4)):
        covs = [measures.covariance(random, k, rank) for rank in (rank1, rank2)]
        mean = random.normal(0, 1, k)
        for cov in covs:
            value = names["frechet_distance"](mean, covs[0], mean, cov)
            right = max(0.0, measures.frechet(mean, covs[0], mean, cov))
            yield "frechet", abs(value - right) / np.trace(covs[0] + cov) / 1e-6
            root = names["matrix_root"](cov)
            yield "frechet", float(abs(root @ root - cov).max() / np.trace(cov)) / 1e-6
    for n, k in ((30, 10), (17, 2), (50, 37)):
        rows = random.dirichlet(np.full(k, 0.3), n)
        rows[:, -1] = 0
        rows /= rows.sum(axis=1, keepdims=True)
        [right] = measures.inception_scores(rows)
        yield "inception_score", abs(names["inception_score"](rows)[0] - right) / right / 1e-9


@pytest.mark.filterwarnings("ignore:Matrix is")  # SciPy's, of a singular one
def test_tolerances_are_thirty_times_what_right_answers_are_off_by() -> None:
    """The largest was 1.5 % of the tolerance: SciPy's root of a singular product."""
    cases = right_answers()
    assert len(cases) > 10
    worst = dict.fromkeys(EXACT, 0.0)
    for case in cases:
        names = names_of(case)
        for seed in range(10):
            for question, share in deviations(names, np.random.default_rng(seed)):
                worst[question] = max(worst[question], share)
    assert max(worst.values()) <= 1 / ROUNDING, worst


# --- the concept check ---------------------------------------------------------------------------


PARTS_WITH_CHOICES = [
    part
    for part in REPOSITORY.parts()
    if any(q.choices for q in read_master(REPOSITORY.master(part)).questions)
]


def rank(choice: choices.Choice) -> int:
    """Return how many of the answers are longer than the right one."""
    [right] = [len(option.says) for option in choice.options if option.right]
    return sum(len(option.says) > right for option in choice.options)


def blocks(part: str) -> Sequence[Sequence[choices.Choice]]:
    """Return the choices of each question of a part."""
    return [q.choices for q in read_master(REPOSITORY.master(part)).questions if q.choices]


@pytest.mark.parametrize("part", PARTS_WITH_CHOICES)
def test_the_length_of_an_answer_says_nothing(part: str) -> None:
    every = [choice for block in blocks(part) for choice in block]
    ranks = Counter(map(rank, every))
    for place in range(len(choices.LETTERS)):
        assert abs(ranks[place] / len(every) - 0.25) <= 0.1, ranks


@pytest.mark.parametrize("part", PARTS_WITH_CHOICES)
def test_no_block_is_passed_by_lengths(part: str) -> None:
    """Neither who always takes the longest answer, nor who always takes the n-th longest."""
    for block in blocks(part):
        assert max(Counter(map(rank, block)).values()) < len(block) - 1


# --- the table and the stairs --------------------------------------------------------------------


def test_a_table_has_a_row_for_each_set_with_its_images_and_bars() -> None:
    images = gankit.load_digits("test", size=14)[0][:70]
    sets = {"new <digits>": images, "one": images[:1]}
    numbers = {"new <digits>": {"a": 4.0, "b": "1 ± 2"}, "one": {"a": -1.0, "b": "x"}}
    page = gankit.set_table(sets, numbers)
    assert page.html.count("<details>") == 2
    assert page.html.count("data:image/png") == 4
    assert "new &lt;digits&gt;" in page.html and "<digits>" not in page.html
    assert "width: 100%" in page.html and "width: 25%" in page.html
    assert repr(page).splitlines() == [
        "set               a      b",
        "new <digits>   4.00  1 ± 2",
        "one           -1.00      x",
    ]


@pytest.mark.parametrize(
    ("sets", "numbers", "words"),
    [
        ({"a": np.zeros((2, 3, 3))}, {"a": {"x": 1.0}}, "uint8 of shape"),
        ({"a": np.zeros((0, 3, 3), np.uint8)}, {"a": {"x": 1.0}}, "uint8 of shape"),
        ({"a": np.zeros((2, 3, 3), np.uint8)}, {}, "'a' needs the numbers"),
        (
            {name: np.zeros((2, 3, 3), np.uint8) for name in "ab"},
            {"a": {"x": 1.0}, "b": {"y": 1.0}},
            "'b' needs the numbers x",
        ),
    ],
)
def test_a_table_that_lacks_something_says_what(sets: Any, numbers: Any, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        gankit.set_table(sets, numbers)


def test_what_is_not_finite_has_no_bar() -> None:
    images = np.zeros((3, 14, 14), np.uint8)
    rows = {"nan": {"x": math.nan}, "inf": {"x": math.inf}, "two": {"x": 2.0}}
    page = gankit.set_table(dict.fromkeys(rows, images), rows)
    assert page.html.count("width: 0%") == 2
    assert page.html.count("width: 100%") == 1


@pytest.mark.parametrize("a", [[1.0], np.zeros((2, 2)), [1, np.nan], np.zeros(500)])
def test_stairs_need_a_few_finite_numbers(a: Any) -> None:
    with pytest.raises(ValueError, match="2 to 200 finite numbers"):
        gankit.wasserstein_sliders(a)
