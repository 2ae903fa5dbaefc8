"""The verdict on a random training: how often it is tried, and what counts."""

from __future__ import annotations

import doctest
import importlib
import itertools
import json
import pkgutil
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import gankit
import numpy as np
import pytest
from gangrade import instruments, subjects, verdicts
from gangrade.errors import InputError
from gangrade.part import training
from gangrade.results.failure import Failure, Why
from gangrade.results.problems import Failed
from gangrade.verdicts import networks
from gangrade.verdicts import training as trainings_module
from gangrade.verdicts.draws import Grading, in_force, showing_drawn
from gangrade.verdicts.measured import Attempt
from gankit import probes
from gankit.networks import ACTIVATIONS, Layer, Network

THRESHOLDS = {"distance": [0, 0.2], "residual": [0, 0.6], "spread": [0.75, 1], "bend": [0.6, 1.4],
              "d_loss": [1.2, 1.5], "g_loss": [0.5, 0.9]}  # fmt: skip
GOOD = {"distance": 0.1, "residual": 0.1, "spread": 1.0, "bend": 1.0, "d_loss": 1.39,
        "g_loss": 0.7, "d_loss_values": 25.0, "g_loss_values": 25.0, "d_loss_varies": 1.0,
        "g_loss_varies": 1.0}  # fmt: skip


def bent(bend: float, weights: str) -> Attempt:
    points = gankit.cubic.points(10).astype(np.float32)
    return Attempt({**GOOD, "bend": bend}, points, {"d_loss": [], "g_loss": []}, weights)


TRAINING = {"method": "gan", "subject": "curve", "function": "train_gan", "steps": 600}


@pytest.fixture
def surroundings(tmp_path: Path) -> Grading:
    decided = {"training": TRAINING, "thresholds": THRESHOLDS, "attempts": 4}
    (tmp_path / "q.json").write_text(json.dumps(decided), encoding="utf-8")
    return Grading(calibration=tmp_path)


@pytest.fixture
def trainings(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[int]]:
    """Let the next trainings give these bends; the list gets the seeds that were tried."""

    def give(*attempts: Attempt) -> list[int]:
        seeds: list[int] = []
        left = iter(attempts)

        def trained(
            _train: Any, _arguments: Any, _steps: int, seed: int, **_options: Any
        ) -> dict[str, Any]:
            seeds.append(seed)
            return {"dice": 0.5}

        monkeypatch.setattr(probes, "trained", trained)
        monkeypatch.setattr(trainings_module, "measure", lambda *_, **__: next(left))
        return seeds

    return give


def test_one_success_is_enough_and_ends_it(
    surroundings: Grading, trainings: Callable[..., list[int]]
) -> None:
    seeds = trainings(bent(0.0, "a"), bent(1.0, "b"))
    with in_force(surroundings):
        verdicts.learns(None, "q", "fixed")
    assert len({*seeds}) == 2
    assert surroundings.values["x³: attempts"] == 2
    assert surroundings.evidence is not None
    bend = surroundings.scales["x³: bend"]
    assert bend.words == "share of the curve's bend (1 is right, a straight line has 0)"
    assert bend.met
    assert all(scale.words for scale in surroundings.scales.values())


def test_the_best_of_all_is_told(
    surroundings: Grading, trainings: Callable[..., list[int]]
) -> None:
    seeds = trainings(bent(0.0, "a"), bent(0.3, "b"), bent(0.1, "c"), bent(0.2, "d"))
    with (
        in_force(surroundings),
        pytest.raises(Failed, match=r"best of 4 trainings: Your points have 0\.30") as caught,
    ):
        verdicts.learns(None, "q", "fixed")
    assert len({*seeds}) == 4
    count = len(surroundings.scales) - 1  # the attempts have no limits
    beside = f"The best of 4 trainings: 1 of {count} numbers miss their limits."
    assert caught.value.failure.beside_values == beside
    assert [name for name, s in surroundings.scales.items() if s.met is False] == ["x³: bend"]


def test_the_same_weights_again_are_no_further_attempt(
    surroundings: Grading, trainings: Callable[..., list[int]]
) -> None:
    seeds = trainings(*[bent(0.0, "a")] * 4)
    with (
        in_force(surroundings),
        pytest.raises(AssertionError, match=r"^One training: Your points have 0\.00"),
    ):
        verdicts.learns(None, "q", "fixed")
    assert len(seeds) == 2


def test_where_a_test_has_failed_one_training_is_enough(
    surroundings: Grading, trainings: Callable[..., list[int]]
) -> None:
    surroundings.lost = True
    seeds = trainings(bent(0.0, "a"), bent(1.0, "b"))
    with in_force(surroundings), pytest.raises(AssertionError, match="One training"):
        verdicts.learns(None, "q", "drawn")
    assert len(seeds) == 1


def test_where_a_test_has_failed_a_question_may_skip_its_trainings(surroundings: Grading) -> None:
    with in_force(surroundings):
        verdicts.skip_if_lost()
        surroundings.lost = True
        with pytest.raises(Failed) as caught:
            verdicts.skip_if_lost()
    assert caught.value.failure == Failure(why=Why.NOT_RUN)


def test_only_instructors_see_a_drawn_curve(
    surroundings: Grading, trainings: Callable[..., list[int]]
) -> None:
    with in_force(surroundings):
        trainings(*[bent(0.0, name) for name in "abcd"])
        with pytest.raises(AssertionError):
            verdicts.learns(None, "q", "drawn")
        assert surroundings.evidence is None
        trainings(*[bent(0.0, name) for name in "abcd"])
        with showing_drawn(), pytest.raises(AssertionError):
            verdicts.learns(None, "q", "drawn")
    assert surroundings.evidence is not None
    assert surroundings.evidence.target != gankit.cubic


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"method": "song"}, "the method is one of gan, wgan, fit"),
        ({"method": None}, "the method is one of gan, wgan, fit"),
        ({"method": "fit"}, "the method fit is not for the subject curve"),
        ({"subject": "song"}, "the subject is one of curve, ring, wring, digits"),
        ({"steps": 1000}, "steps is a multiple of 600"),
        ({"steps": "600"}, "steps is a multiple of 600"),
        ({"function": "train gan"}, "are names"),
        ({"generator": "make"}, "a generator and a discriminator, or neither"),
        ({"seeds": 3}, "unknown keys: seeds"),
    ],
)
def test_settings_that_cannot_be_used_are_named(changes: dict[str, Any], complaint: str) -> None:
    assert training.Training.of(TRAINING).short == 100
    with pytest.raises(InputError, match=complaint):
        training.Training.of({**TRAINING, **changes})
    with pytest.raises(InputError, match="lacks steps"):
        training.Training.of({"method": "gan", "subject": "curve", "function": "train_gan"})


def early(excess: float, trainings: Callable[..., list[int]]) -> None:
    trainings(bent(1 - excess * 0.4, "a"))
    verdicts.takes_training(None, "q")


def test_what_is_known_at_once_was_not_learned(
    surroundings: Grading, trainings: Callable[..., list[int]]
) -> None:
    with in_force(surroundings):
        early(1.5, trainings)
        with pytest.raises(AssertionError, match=r"only 100 training steps .* knows the curve"):
            early(0.9, trainings)


@pytest.mark.parametrize(
    ("excesses", "said"),
    [
        ([1.2], None),
        ([0.9, 0.7], None),
        ([0.9, 1.5], "as well after 100 training steps as after 600"),
        ([0.9, 0.88], "as well after 100 training steps as after 600"),
    ],
)
def test_what_is_good_at_once_must_get_better(
    surroundings: Grading,
    trainings: Callable[..., list[int]],
    excesses: list[float],
    said: str | None,
) -> None:
    seeds = trainings(*(bent(1 - excess * 0.4, "a") for excess in excesses))
    outcome = pytest.raises(AssertionError, match=said) if said else nullcontext()
    with in_force(surroundings), outcome:
        verdicts.gains_by_training(None, "q")
    assert len(seeds) == len(excesses)


def dense(
    inputs: int, units: int, activation: str, random: np.random.Generator
) -> tuple[Layer, ...]:
    """A network of one layer: of its input's size, and as large as a fresh one."""
    weights = random.normal(0, inputs**-0.5, (inputs, units)).astype(np.float32)
    options = {"units": units, "use_bias": True, "activation": activation}
    return (
        Layer("InputLayer", {"shape": (inputs,)}, (), ()),
        Layer("Dense", options, (0,), (weights, np.zeros(units, np.float32))),
    )


def run_dense(network: Network | list[Network], inputs: Any) -> Any:
    import keras

    (_, first) = (network if isinstance(network, Network) else network[0]).layers
    function = keras.activations.get(first.options["activation"])
    several = [network] if isinstance(network, Network) else network
    sums = [inputs @ one.layers[1].weights[0] + one.layers[1].weights[1] for one in several]
    outputs = np.asarray(function(np.stack(sums).astype(np.float32)))
    return outputs[0] if isinstance(network, Network) else outputs


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_no_activation_looks_linear(activation: str) -> None:
    """Whatever is drawn, and whatever numbers the activation gets."""
    random = np.random.default_rng(5)
    for code, inputs in itertools.product("abcdef", (1, 5, 40)):
        network = Network(dense(inputs, 1, activation, random))
        images = random.standard_normal((9, inputs)).astype(np.float32)
        with in_force(Grading(code=code, run_network=run_dense)):
            for check in (
                lambda: verdicts.check_linear_output(network, 1, "f"),  # noqa: B023
                lambda: networks.check_logit(network, images, random, "f"),  # noqa: B023
            ):
                if activation == "linear":
                    check()
                    continue
                with pytest.raises(AssertionError, match=r"linear|gives 0, whatever"):
                    check()


EXAMPLES = [
    f"{package.__name__}.{module.name}"
    for package in (verdicts, subjects, instruments)
    for module in pkgutil.iter_modules(package.__path__)
]


@pytest.mark.parametrize("name", EXAMPLES)
def test_examples_are_right(name: str) -> None:
    module = importlib.import_module(name)
    options = doctest.ELLIPSIS | doctest.IGNORE_EXCEPTION_DETAIL
    space = {"gankit": gankit}
    assert doctest.testmod(module, extraglobs=space, optionflags=options).failed == 0


def test_what_authors_call_has_an_example() -> None:
    called = [getattr(verdicts, name) for name in verdicts.__all__]
    called += [subjects.base.Subject, subjects.base.Generated, subjects.base.Fitted]
    for thing in called:
        assert ">>> " in thing.__doc__, thing.__name__
