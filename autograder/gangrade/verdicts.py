"""What hidden tests need: inputs nobody has seen, and verdicts on random training.

A hidden test is an ordinary otter test that calls functions from here. While ``gangrade`` grades
a submission, a ``Grading`` is in force: draws then depend on the secret, and networks run in a
process of their own. Without one (otter's own runs of the solution), draws are fixed and public.
"""

from __future__ import annotations

import builtins
import contextlib
import hashlib
import hmac
import json
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import gankit
import numpy as np
from gankit import probes
from gankit.curves import Curve
from gankit.networks import Layer, Network
from numpy.typing import NDArray
from scipy.stats import kstest

from gangrade import networks
from gangrade.candidate import Ended, Problem, Raised, Refused
from gangrade.results import Evidence

SAMPLES = 4000
"""Points drawn from a generator that is judged."""
MAX_LATENTS = 1000
UNFAMILIAR = 0.6
"""Drawn curves are at least this distance away from familiar ones: three thresholds or more."""


class CannotGrade(Exception):  # noqa: N818
    """Something is missing on the instructor's side. The message says what to do."""


@dataclass
class Grading:
    """The surroundings of one grading."""

    secret: str = "public"
    student: str = ""
    """The student's id where the host gives one: submitting again is then no new roll of dice."""
    code: str = "public"
    """A hash of the submission's code, so that no drawn target is ever met again."""
    calibration: Path | zipfile.Path = Path(__file__).parents[1] / "calibration"
    run_network: Callable[[Network, NDArray[np.float32]], NDArray[np.float32]] = networks.run
    values: dict[str, Any] = field(default_factory=dict)
    """What was measured, for the report."""
    evidence: Evidence | None = None
    """What the report draws."""
    lost: bool = False
    """Whether a test of the question has failed: then one training is enough to tell the student
    how it went."""


_current: ContextVar[Grading | None] = ContextVar("grading", default=None)


@contextlib.contextmanager
def grading(surroundings: Grading) -> Iterator[None]:
    """Make ``surroundings`` those of all verdicts in the block."""
    token = _current.set(surroundings)
    try:
        yield
    finally:
        _current.reset(token)


_drawn_shown: ContextVar[bool] = ContextVar("drawn_shown", default=False)


@contextlib.contextmanager
def showing_drawn() -> Iterator[None]:
    """In the block, reports draw a drawn curve too if it was not learned: for instructors only."""
    token = _drawn_shown.set(True)
    try:
        yield
    finally:
        _drawn_shown.reset(token)


def current() -> Grading:
    """Return the surroundings in force; public ones without a submission."""
    return _current.get() or Grading()


def seed(*purpose: str | int, drawn: bool = True) -> int:
    """Return a number below 2³¹ that depends on the secret, the student and ``purpose``.

    With ``drawn`` it also depends on the submission's code: then it is met only once.
    """
    here = current()
    parts = [here.student, *map(str, purpose), here.code if drawn else ""]
    digest = hmac.new(here.secret.encode(), json.dumps(parts).encode(), hashlib.sha256).digest()
    return int.from_bytes(digest[:8], "big") % 2**31


def rng(*purpose: str | int, drawn: bool = True) -> np.random.Generator:
    """Return a generator of random numbers with that seed."""
    return np.random.default_rng(seed(*purpose, drawn=drawn))


def note(**values: Any) -> None:
    """Write down measured values for the report."""
    current().values.update(values)


@contextlib.contextmanager
def sealed(name: str) -> Iterator[None]:
    """Keep texts of the student's code out of messages: they could tell what was drawn.

    Raises:
        AssertionError: with the exception's type only, for an exception in the student's code.
    """
    try:
        yield
    except Raised as raised:
        if raised.kind == "wrong":
            kind = "something other than the notebook asks for"
            raise AssertionError(f"{name} returned {kind}.") from None
        kind = raised.type if raised.type in _EXCEPTIONS else "an exception"
        raise AssertionError(f"{name} stopped with {kind}.") from None
    except Refused:
        raise AssertionError(f"{name} gave something that cannot be graded.") from None


_EXCEPTIONS = {name for name, kind in vars(builtins).items() if isinstance(kind, type)}
_EXCEPTIONS |= {"InvalidArgumentError", "OperatorNotAllowedInGraphError"}
"""Names that are shown: one that the student's code has made up could tell as much as a text."""


def calibration(question: str) -> dict[str, Any]:
    """Return the calibration of a question: thresholds, number of attempts, steps.

    Raises:
        CannotGrade: if the question was never calibrated.
    """
    path = current().calibration / f"{question}.json"
    if not path.exists():
        raise CannotGrade(
            f"The question {question} has no calibration. Run `gangrade calibrate {question}`, "
            "then `gangrade release`."
        )
    return dict(json.loads(path.read_text(encoding="utf-8")))


def standard_normal(n: int, size: int, *purpose: str | int) -> NDArray[np.float32]:
    """Return latents of shape (n, size)."""
    return rng("latents", *purpose).standard_normal((n, size)).astype(np.float32)


def small_gan(
    purpose: str, batch: int, steps: int, latent: int = 5
) -> tuple[list[NDArray[np.float32]], list[NDArray[np.float32]], list[NDArray[np.float32]]]:
    """Draw weights [w1, b1, w2, b2] of a generator and of a discriminator, and real batches."""
    random = rng("gan", purpose)

    def normal(*shape: int) -> NDArray[np.float32]:
        return random.normal(0, 0.5, shape).astype(np.float32)

    generator = [normal(latent, 15), normal(15), normal(15, 2), normal(2)]
    discriminator = [normal(2, 25), normal(25), normal(25, 1), normal(1)]
    return generator, discriminator, [normal(batch, 2) for _ in range(steps)]


# --- networks ------------------------------------------------------------------------------------

_LINEAR = {"Rescaling", "Reshape", "Flatten", "BatchNormalization", "Dropout"}


def check_linear_output(network: Network, size: int, name: str) -> None:
    """Check that the network ends in ``size`` linear outputs.

    Raises:
        AssertionError: with a message for the student.
    """
    for layer in reversed(network.layers):
        activation = layer.options.get("activation", "linear")
        assert activation == "linear" and (
            layer.kind in _LINEAR | {"Dense", "Activation", "InputLayer"}
        ), (
            f"The output of {name} should be linear, without an activation, but it ends with "
            f"{layer.kind}({activation if 'activation' in layer.options else ''})."
        )
        if layer.kind == "Dense":
            assert layer.options["units"] == size, (
                f"{name} should give {size} numbers here, but it gives {layer.options['units']}."
            )
            return
    raise AssertionError(f"{name} has no Dense layer.")


def _is_nonlinear(layer: Layer) -> bool:
    if layer.kind in ("ReLU", "LeakyReLU", "ELU", "PReLU"):
        return True
    return bool(layer.options.get("activation", "linear") != "linear")


def check_he(builds: list[Network], name: str) -> None:
    """Check that the hidden layers' weights have He's variance, 2 / fan_in, over many builds.

    The output layer is free. Raises:
        AssertionError: with a message for the student.
    """
    hidden = [[layer for layer in n.layers if layer.kind == "Dense"][:-1] for n in builds]
    assert hidden[0], f"The network of {name} has no hidden layer."
    assert any(_is_nonlinear(layer) for layer in builds[0].layers), (
        f"The hidden layers of {name} have no activation: the network is linear. Give them "
        "one, for example relu."
    )
    for number, layer in enumerate(hidden[0]):
        kernels = {
            layers[number].weights[0].tobytes(): layers[number].weights[0] for layers in hidden
        }
        assert len(builds) == 1 or len(kernels) > 1, (
            f"All networks of {name} start with the same weights. Each call should make a network "
            "with fresh random weights: leave the seed out of the initialiser."
        )
        squares = np.concatenate([k.ravel() for k in kernels.values()]).astype(np.float64) ** 2
        fan_in = layer.weights[0].shape[0]
        ratio = float(squares.mean() * fan_in / 2)
        # Five standard errors for a normal distribution, the wider of the two, and rounding.
        assert abs(ratio - 1) <= 5 * np.sqrt(2 / squares.size) + 0.02, (
            f"Hidden layer {number + 1} of {name} has {fan_in} inputs, so with He initialisation "
            f"the variance of its weights is 2 / {fan_in} = {2 / fan_in:.4f}, but it is "
            f"{squares.mean():.4f}."
        )


# --- training on a curve -------------------------------------------------------------------------


@dataclass(frozen=True)
class Attempt:
    """One training run, measured."""

    values: dict[str, float]
    points: NDArray[np.float32]
    losses: dict[str, list[float]]
    weights: str
    """A hash of the generator's weights."""


def measure(run: dict[str, Any], curve: Callable[[Any], Any], purpose: str) -> Attempt:
    """Measure what ``gankit.probes.trained`` gave: the generator's points, and the losses.

    Raises:
        AssertionError: with a message for the student, if the parts do not have the agreed form.
    """
    generator = run["generator"]
    shape = generator.input_shape
    assert len(shape) == 1, "The generator should take latents of shape (n, k)."
    assert shape[0] <= MAX_LATENTS, f"The generator should take at most {MAX_LATENTS} latents."
    latents = standard_normal(SAMPLES, shape[0], purpose)
    try:
        points = current().run_network(generator, latents)
    except networks.TooMuch as error:
        raise AssertionError(str(error)) from None
    assert points.shape == (SAMPLES, 2), (
        f"The generator should give points of shape (n, 2), but it gave {points.shape[1:]} each."
    )
    losses = {name: [float(v) for v in run[name]] for name in ("d_loss", "g_loss")}
    values = {**gankit.curve_measures(points, curve), **_loss_values(losses)}
    digest = hashlib.sha256(
        b"".join(w.tobytes() for layer in generator.layers for w in layer.weights)
    )
    return Attempt(values, points, losses, digest.hexdigest())


def _loss_values(losses: dict[str, list[float]]) -> dict[str, float]:
    """Return the mean of each loss over the last fifth, how many values it has, if it varies."""
    values: dict[str, float] = {}
    for name, series in losses.items():
        last = series[-max(5, len(series) // 5) :]
        finite = len(series) >= 25 and bool(np.isfinite(series).all())
        values[name] = float(np.mean(last)) if finite else float("nan")
        values[f"{name}_values"] = len(series)
        values[f"{name}_varies"] = float(np.ptp(series) > 0) if finite else 0.0
    return values


def shortfalls(values: dict[str, float], thresholds: dict[str, list[float]]) -> list[str]:
    """Return a sentence for each value that lies outside its thresholds [lowest, highest]."""
    found = []
    for name in ("d_loss", "g_loss"):
        if values[f"{name}_values"] < 25:
            found.append(
                f'history["{name}"] has {values[f"{name}_values"]:.0f} values; '
                "it should have at least 25."
            )
        elif not np.isfinite(values[name]):
            found.append(f'history["{name}"] holds values that are not finite.')
        elif not values[f"{name}_varies"]:
            found.append(f'history["{name}"] never changes.')
    for name, (low, high) in thresholds.items():
        value = values[name]
        if low <= value <= high or np.isnan(value):
            continue
        found.append(_SENTENCES[name].format(value=value, low=low, high=high))
    return found


def excess(values: Mapping[str, float], thresholds: Mapping[str, Sequence[float]]) -> float:
    """Return the share of its allowance that the worst of the four measures uses up.

    0 is a perfect curve; above 1 at least one measure is outside its thresholds.
    """
    return max(
        values["distance"] / thresholds["distance"][1],
        values["residual"] / thresholds["residual"][1],
        (1 - values["spread"]) / (1 - thresholds["spread"][0]),
        abs(1 - values["bend"]) / (1 - thresholds["bend"][0]),
    )


_SENTENCES = {
    "distance": "The distance between your points and the curve is {value:.2f} standard deviations;"
    " it should be at most {high:.2f}.",
    "residual": "Your points lie {value:.2f} standard deviations above or below the curve, on"
    " average; it should be at most {high:.2f}.",
    "spread": "Your points cover {value:.2f} of the range of X1; they should cover at least"
    " {low:.2f}.",
    "bend": "Your points have {value:.2f} of the curve's bend (1 is right, a straight line has 0);"
    " it should be between {low:.2f} and {high:.2f}.",
    "d_loss": "Over the last fifth of the training d_loss is {value:.2f} on average; between"
    " {low:.2f} and {high:.2f} neither network has won (2 ln 2 = 1.39 is balance).",
    "g_loss": "Over the last fifth of the training g_loss is {value:.2f} on average; between"
    " {low:.2f} and {high:.2f} neither network has won (ln 2 = 0.69 is balance).",
}


def drawn_curve(question: str) -> Curve:
    """Draw the curve of this grading: a random cubic, far from the curves that students know."""
    random = rng(question, "curve")
    while True:
        curve = gankit.random_cubic(random)
        if is_unfamiliar(curve):
            return curve


def is_unfamiliar(curve: Curve) -> bool:
    """Say whether a generator that learned x, x², x³ or |x| would be far from ``curve``."""
    known = [gankit.polynomial([0, 1]), gankit.parabola, gankit.cubic, gankit.absolute]
    return all(gankit.curve_measures(k.points(), curve)["distance"] >= UNFAMILIAR for k in known)


def oblique_direction(curve: Curve, random: np.random.Generator) -> list[float]:
    """Draw (a, b) such that a·x + b·y mixes both coordinates of the curve about equally.

    Near an axis one direction shows almost a whole coordinate, and little is hidden.
    """
    angle = np.deg2rad(random.uniform(25, 65) + random.choice([0, 90]))
    scale = curve.points().std(axis=0)
    return [float(v) for v in np.array([np.cos(angle), np.sin(angle)]) / scale]


def learns(train_gan: Any, question: str, curve: Curve | None = None) -> None:
    """Train with up to K seeds, stop at the first success. ``curve`` None means a drawn one.

    Raises:
        AssertionError: if no attempt succeeds; the message tells what the best one lacked.
    """
    here, decided = current(), calibration(question)
    attempts = 1 if here.lost else decided["attempts"]
    target = curve or drawn_curve(question)
    label = "drawn" if curve is None else curve.name
    tried: list[Attempt] = []
    for number in range(attempts):
        with sealed("train_gan"):
            run = probes.trained(
                train_gan,
                target,
                decided["steps"],
                seed(question, label, number, drawn=curve is None),
            )
        attempt = measure(run, target, f"{label} {number}")
        if any(attempt.weights == other.weights for other in tried):
            break  # the seed is ignored: the same run again is no further attempt
        tried.append(attempt)
        if not shortfalls(attempt.values, decided["thresholds"]):
            break
    best = min(
        tried, key=lambda a: (len(shortfalls(a.values, decided["thresholds"])), -a.values["bend"])
    )
    note(**{f"{label}: {name}": round(best.values[name], 4) for name in decided["thresholds"]})
    note(**{f"{label}: attempts": len(tried)})
    failed = shortfalls(best.values, decided["thresholds"])
    if curve is not None or (failed and not here.lost and _drawn_shown.get()):
        here.evidence = Evidence(best.points, target.points(200), best.losses)
    if failed:
        start = f"The best of {len(tried)} trainings:" if len(tried) > 1 else "One training:"
        raise AssertionError(" ".join([start, *failed]))


def _check_used(run: dict[str, Any]) -> None:
    assert run["discriminators"] > 0, (
        "train_gan did not call the notebook's make_discriminator. Make both networks with "
        "make_generator() and make_discriminator()."
    )


SHORT, SHORTEST = 500, 100
"""Training steps where nothing has to be learned."""


def uses_arguments(train_gan: Any, question: str) -> None:
    """Check that other seeds and other numbers of steps give other generators.

    Raises:
        AssertionError: if an argument is ignored.
    """
    first, second = seed(question, "first"), seed(question, "second")
    with sealed("train_gan"):
        runs = [
            measure(probes.trained(train_gan, gankit.cubic, steps, number), gankit.cubic, "form")
            for steps, number in [(SHORT, first), (SHORT, second), (2 * SHORT, first)]
        ]
    assert runs[0].weights != runs[1].weights, (
        "Two seeds give the same generator. Start train_gan with keras.utils.set_random_seed(seed)."
    )
    assert runs[0].weights != runs[2].weights, (
        f"{SHORT} and {2 * SHORT} steps give the same generator: the argument steps is not used."
    )


def learns_nothing_untaught(train_gan: Any, question: str) -> None:
    """Train with a discriminator that gives one logit always: it teaches the generator nothing.

    Then everything is known: the generator's first layer stays as it was, its latents are standard
    normal and new in every step, and its loss is ln(1 + e^-logit). And it starts with the same
    weights in another training with the same seed, whatever was drawn before.

    Raises:
        AssertionError: if it is otherwise.
    """
    random = rng(question, "logit")
    logit = float(random.uniform(1, 2) * random.choice([-1, 1]))
    number = seed(question, "untaught")
    with sealed("train_gan"):
        run = probes.untaught(train_gan, gankit.cubic, SHORT, number, logit, number)
    _check_used(run)
    assert run["kernels"], (
        "train_gan did not call the notebook's make_generator. Make both networks with "
        "make_generator() and make_discriminator()."
    )
    moved = [
        float(np.abs(run["kernel"] - kernel).max() / np.abs(kernel).max())
        for kernel in run["kernels"]
        if run["kernel"] is not None and run["kernel"].shape == kernel.shape
    ]
    # Weight decay may move it a little; anything that teaches moves it more.
    assert moved and min(moved) < 0.02, (
        "With a discriminator that teaches nothing, your generator learns all the same, or another "
        "one is returned. It should learn from nothing but its discriminator's answers."
    )
    latents = np.asarray(run["latents"], dtype=np.float64)
    assert run["batches"] >= SHORT // 10 and latents.size > 100, (
        f"In {SHORT} steps the generator got {run['batches']} different batches of latents. Draw "
        "new ones in every step."
    )
    assert kstest(latents, "norm").pvalue > 1e-6, (
        f"The latents should be standard normal, but their mean is {latents.mean():.2f} and their "
        f"variance {latents.var():.2f}."
    )
    g_loss = _loss_values({"g_loss": [float(v) for v in run["g_loss"]]})["g_loss"]
    right = float(np.logaddexp(0, -logit))
    # A gradient penalty has no gradient here, and may give NaN: that is no made-up history.
    assert np.isnan(g_loss) or abs(g_loss / right - 1) < 0.1, (
        f"In a training whose discriminator always gives the logit {logit:.2f}, g_loss is "
        f"{right:.2f}, but your history says {g_loss:.2f}. The history should hold the losses that "
        "train_step returns."
    )
    # Only the generator's start is compared: a compiled step may draw other latents for one seed.
    with sealed("train_gan"):
        again = probes.untaught(
            train_gan, gankit.cubic, SHORTEST, number, logit, seed(question, "surroundings")
        )
    assert again["kernel"] is not None and np.allclose(
        again["kernel"], run["kernel"], rtol=0, atol=0.05 * float(np.abs(run["kernel"]).max())
    ), (
        "Two trainings with the same seed start with different weights. Start train_gan with "
        "keras.utils.set_random_seed(seed)."
    )


def needs_discriminator(train_gan: Any, question: str) -> None:
    """Train with a discriminator that sees one direction only: the curve must stay unlearned.

    One such training is enough; up to K directions are tried, since points may by luck be close.

    Raises:
        AssertionError: if the generator learns the curve all the same.
    """
    decided = calibration(question)["one_direction"]
    thresholds = calibration(question)["thresholds"]
    curve = drawn_curve(question)
    excesses = []
    for number in range(decided["attempts"]):
        direction = oblique_direction(curve, rng(question, "direction", number))
        with sealed("train_gan"):
            run = probes.trained(
                train_gan, curve, decided["steps"], seed(question, "one", number), direction
            )
        _check_used(run)
        values = measure(run, curve, f"one direction {number}").values
        excesses.append(excess(values, thresholds))
        if excesses[-1] > 1:
            break
    note(**{"one direction: excess": round(max(excesses), 2)})
    assert max(excesses) > 1, (
        "Your generator learns the curve even when its discriminator hardly sees the points. It "
        "should learn from nothing but its discriminator's answers."
    )


def outcome(problem: Problem) -> str:
    """Return the sentence for a problem that the student's code made in a test."""
    name = problem.function or "The notebook"
    if isinstance(problem, Ended):
        return f"{name} was called, but {problem}."
    if isinstance(problem, Raised):
        if problem.kind == "wrong":
            return problem.message
        where = f" ({problem.where})" if problem.where else ""
        return f"{name} stopped with {problem.type}: {problem.message}{where}"
    return f"{name} gave something that cannot be graded: {problem}."
