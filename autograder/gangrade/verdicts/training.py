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
import math
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from gankit import probes
from gankit.networks import Layer, Network
from numpy.typing import NDArray
from scipy.stats import kstest

from gangrade import networks
from gangrade.problems import Ended, Problem, Raised, Refused
from gangrade.results import Evidence
from gangrade.subjects import SUBJECTS, Subject
from gangrade.subjects.base import Thresholds, Values

MAX_LATENTS = 1000


class CannotGrade(Exception):  # noqa: N818
    """Something is missing on the instructor's side. The message says what to do."""


def _shipped_calibration() -> Path:
    """Return this project's calibration, or that of the zip that stock otter has unpacked."""
    ours = Path(__file__).parents[1] / "calibration"
    return ours if ours.exists() else Path.cwd().parent / "source" / "calibration"


@dataclass
class Grading:
    """The surroundings of one grading."""

    secret: str = "public"
    student: str = ""
    """The student's id where the host gives one: submitting again is then no new roll of dice."""
    code: str = "public"
    """A hash of the submission's code, so that no drawn target is ever met again."""
    calibration: Path | zipfile.Path = field(default_factory=_shipped_calibration)
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
    """In the block, reports draw a drawn target too if it was not learned: for instructors only."""
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


def needs_more_builds(builds: list[Network]) -> bool:
    """Whether ``check_he`` could not tell Glorot's variance from He's yet, for too few weights."""
    layer_by_layer = zip(*_hidden(builds), strict=False)
    weights = [sum(layer.weights[0].size for layer in layers) for layers in layer_by_layer]
    return not builds or (len(builds) < MOST_BUILDS and min(weights, default=math.inf) < WEIGHTS)


WEIGHTS = 2000
"""Of a hidden layer in all builds: then the variance is known to 17 % (see ``check_he``)."""
MOST_BUILDS = 30
"""For narrow layers: each build takes about 8 ms."""


def _hidden(builds: list[Network]) -> list[list[Layer]]:
    return [[layer for layer in n.layers if layer.kind == "Dense"][:-1] for n in builds]


def check_he(builds: list[Network], name: str) -> None:
    """Check that the hidden layers' weights have He's variance, 2 / fan_in, over many builds.

    The output layer is free. Raises:
        AssertionError: with a message for the student.
    """
    hidden = _hidden(builds)
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


# --- training ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Training:
    """What a question trains, as its master says it."""

    subject: str
    function: str
    """The student's function: arguments of the subject, steps, seed -> (generator, history)."""
    steps: int
    """Training steps of a graded run."""
    generator: str | None = None
    """The notebook's function that makes the generator, if the question names one."""
    discriminator: str | None = None

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> Training:
        """Return what a master or a calibration file holds.

        Raises:
            ValueError: with a sentence for the instructor, if it cannot be used.
        """
        names = {"subject", "function", "steps", "generator", "discriminator"}
        if unknown := settings.keys() - names:
            raise ValueError(f"training has unknown keys: {', '.join(sorted(unknown))}")
        if missing := {"subject", "function", "steps"} - settings.keys():
            raise ValueError(f"training lacks {', '.join(sorted(missing))}")
        if settings["subject"] not in SUBJECTS:
            raise ValueError(f"training: the subject is one of {', '.join(SUBJECTS)}")
        steps = settings["steps"]
        if type(steps) is not int or steps < 600 or steps % 600:
            raise ValueError("training: steps is a multiple of 600")
        functions = [settings.get(name) for name in ("function", "generator", "discriminator")]
        if not all(name is None or str(name).isidentifier() for name in functions):
            raise ValueError("training: function, generator and discriminator are names")
        if (functions[1] is None) != (functions[2] is None):
            raise ValueError("training names a generator and a discriminator, or neither")
        return cls(**settings)

    @property
    def about(self) -> Subject[Any]:
        """The subject itself."""
        return SUBJECTS[self.subject]

    @property
    def short(self) -> int:
        """Steps where nothing has to be learned."""
        return self.steps // 6

    @property
    def shortest(self) -> int:
        """Steps after which nothing can have been learned."""
        return self.steps // 30


def training(question: str) -> Training:
    """Return what a question trains, from its calibration."""
    return Training.of(calibration(question)["training"])


@dataclass(frozen=True)
class Attempt:
    """One training run, measured."""

    values: dict[str, float]
    samples: NDArray[np.float32]
    losses: dict[str, list[float]]
    weights: str
    """A hash of the generator's weights."""


def measure(run: dict[str, Any], subject: Subject[Any], target: Any, purpose: str) -> Attempt:
    """Measure what ``gankit.probes.trained`` gave: the generator's samples, and the losses.

    Raises:
        AssertionError: with a message for the student, if the parts do not have the agreed form.
    """
    generator = run["generator"]
    latent, wanted = generator.input_shape, subject.shape(target)
    assert len(latent) == 1, "The generator should take latents of shape (n, k)."
    assert latent[0] <= MAX_LATENTS, f"The generator should take at most {MAX_LATENTS} latents."
    latents = standard_normal(subject.samples, latent[0], purpose)
    try:
        samples = current().run_network(generator, latents)
    except networks.TooMuch as error:
        raise AssertionError(str(error)) from None
    assert samples.shape[1:] == wanted, (
        f"The generator should give samples of shape {('n', *wanted)}, but it gave "
        f"{samples.shape[1:]} each.".replace("'n'", "n")
    )
    losses = {name: [float(v) for v in run[name]] for name in LOSSES}
    values = {**subject.values(samples, target), **_loss_values(losses)}
    return Attempt(values, samples, losses, _hash(generator))


def _hash(generator: Network) -> str:
    weights = b"".join(w.tobytes() for layer in generator.layers for w in layer.weights)
    return hashlib.sha256(weights).hexdigest()


LOSSES = ("d_loss", "g_loss")


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


def shortfalls(subject: Subject[Any], values: Values, thresholds: Thresholds) -> list[str]:
    """Return a sentence for each value that lies outside its thresholds [lowest, highest]."""
    found = []
    for name in LOSSES:
        if values[f"{name}_values"] < 25:
            found.append(
                f'history["{name}"] has {values[f"{name}_values"]:.0f} values; '
                "it should have at least 25."
            )
        elif not np.isfinite(values[name]):
            found.append(f'history["{name}"] holds values that are not finite.')
        elif not values[f"{name}_varies"]:
            found.append(f'history["{name}"] never changes.')
    sentences = {m.name: m.sentence for m in subject.measures} | _SENTENCES
    for name, sentence in sentences.items():
        (low, high), value = thresholds[name], values[name]
        if low <= value <= high or np.isnan(value):
            continue
        found.append(sentence.format(value=value, low=low, high=high))
    return found


_SENTENCES = {
    "d_loss": "Over the last fifth of the training d_loss is {value:.2f} on average; between"
    " {low:.2f} and {high:.2f} neither network has won (2 ln 2 = 1.39 is balance).",
    "g_loss": "Over the last fifth of the training g_loss is {value:.2f} on average; between"
    " {low:.2f} and {high:.2f} neither network has won (ln 2 = 0.69 is balance).",
}


def drawn(subject: Subject[Any], question: str) -> Any:
    """Draw the target of this grading."""
    return subject.draw(rng(question, "target"))


JUDGED = ("The best of", "One training:")
"""How messages begin that judge what was learned, from several trainings or from one."""


def learns(train: Any, question: str, which: str) -> None:
    """Train with up to K seeds on the "fixed" or the "drawn" target; stop at the first success.

    Raises:
        AssertionError: if no attempt succeeds; the message tells what the best one lacked.
    """
    assert which in ("fixed", "drawn"), which
    here, decided = current(), calibration(question)
    task = Training.of(decided["training"])
    subject, thresholds, known = task.about, decided["thresholds"], which == "fixed"
    target = subject.fixed_target() if known else drawn(subject, question)
    label = subject.fixed if known else "drawn"
    tried: list[Attempt] = []
    for number in range(1 if here.lost else decided["attempts"]):
        with sealed(task.function):
            run = probes.trained(
                train,
                subject.arguments(target),
                task.steps,
                seed(question, label, number, drawn=not known),
            )
        attempt = measure(run, subject, target, f"{label} {number}")
        if any(attempt.weights == other.weights for other in tried):
            break  # the seed is ignored: the same run again is no further attempt
        tried.append(attempt)
        if not shortfalls(subject, attempt.values, thresholds):
            break

    def lacks(attempt: Attempt) -> tuple[int, float]:
        values = attempt.values
        return len(shortfalls(subject, values, thresholds)), subject.excess(values, thresholds)

    best = min(tried, key=lacks)
    failed = shortfalls(subject, best.values, thresholds)
    note(**{f"{label}: {name}": round(best.values[name], 4) for name in thresholds})
    note(**{f"{label}: attempts": len(tried)})
    if known or (failed and not here.lost and _drawn_shown.get()):
        here.evidence = Evidence(task.subject, target, best.samples, best.losses)
    if failed:
        best_of, one = JUDGED
        start = f"{best_of} {len(tried)} trainings:" if len(tried) > 1 else one
        raise AssertionError(" ".join([start, *failed]))


def _check_used(run: dict[str, Any], task: Training) -> None:
    assert run["discriminators"] > 0, (
        f"{task.function} did not call the notebook's {task.discriminator}. Make both networks "
        f"with {task.generator} and {task.discriminator}, called by these names."
    )


def uses_arguments(train: Any, question: str) -> None:
    """Check that other seeds, other numbers of steps and other targets give other generators.

    Raises:
        AssertionError: if an argument is ignored.
    """
    task = training(question)
    known = task.about.fixed_target()
    first, second = seed(question, "first"), seed(question, "second")

    def weights(target: Any, steps: int, number: int) -> str:
        with sealed(task.function):
            run = probes.trained(train, task.about.arguments(target), steps, number)
        return measure(run, task.about, target, "form").weights

    start = weights(known, task.short, first)
    assert start != weights(known, task.short, second), (
        f"Two seeds give the same generator. Start {task.function} with "
        "keras.utils.set_random_seed(seed)."
    )
    assert start != weights(known, 2 * task.short, first), (
        f"{task.short} and {2 * task.short} steps give the same generator: the argument steps is "
        "not used."
    )
    assert start != weights(drawn(task.about, question), task.short, first), (
        f"Other data give the same generator: it does not learn from what {task.function} gets."
    )


def takes_training(train: Any, question: str) -> None:
    """Check that nothing is learned yet after a thirtieth of the steps.

    What is known by then was not learned by a GAN: a table of the real samples, for example.

    Raises:
        AssertionError: if it is.
    """
    decided = calibration(question)
    task = Training.of(decided["training"])
    target = drawn(task.about, question)
    with sealed(task.function):
        run = probes.trained(
            train, task.about.arguments(target), task.shortest, seed(question, "early")
        )
    values = measure(run, task.about, target, "early").values
    used = task.about.excess(values, decided["thresholds"])
    note(**{f"after {task.shortest} steps: excess": round(used, 2)})
    assert used > 1, (
        f"After only {task.shortest} training steps your generator knows {task.about.noun} "
        "already, so it did not learn it by training against a discriminator."
    )


def learns_nothing_untaught(train: Any, question: str) -> None:
    """Train with a discriminator that gives one logit always: it teaches the generator nothing.

    Then everything is known: the generator's first layer stays as it was, its latents are standard
    normal and new in every step, and its loss is ln(1 + e^-logit). And it starts with the same
    weights in another training with the same seed, whatever was drawn before.

    Raises:
        AssertionError: if it is otherwise.
    """
    task = training(question)
    random = rng(question, "logit")
    logit = float(random.uniform(1, 2) * random.choice([-1, 1]))
    number = seed(question, "untaught")
    known = task.about.fixed_target()
    names = {"generator": task.generator or "", "discriminator": task.discriminator or ""}

    def untaught(steps: int, surroundings: int) -> dict[str, Any]:
        with sealed(task.function):
            return probes.untaught(
                train,
                task.about.arguments(known),
                steps,
                number,
                names=names,
                shape=list(task.about.shape(known)),
                logit=logit,
                surroundings=surroundings,
            )

    run = untaught(task.short, number)
    _check_used(run, task)
    assert run["kernels"], (
        f"{task.function} did not call the notebook's {task.generator}. Make both networks "
        f"with {task.generator} and {task.discriminator}, called by these names."
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
    assert run["batches"] >= task.short // 10 and latents.size > 100, (
        f"In {task.short} steps the generator got {run['batches']} different batches of latents. "
        "Draw new ones in every step."
    )
    assert kstest(latents, "norm").pvalue > 1e-6, (
        f"The latents should be standard normal, but their mean is {latents.mean():.2f} and their "
        f"variance {latents.var():.2f}."
    )
    g_loss = _loss_values({"g_loss": [float(v) for v in run["g_loss"]]})["g_loss"]
    right = float(np.logaddexp(0, -logit))
    # A gradient penalty has no gradient here, and may give NaN: that is no made-up history.
    assert np.isnan(g_loss) or abs(g_loss / right - 1) < 0.05, (
        f"In a training whose discriminator always gives the logit {logit:.2f}, g_loss is "
        f"{right:.2f}, but your history says {g_loss:.2f}. The history should hold the losses of "
        "the training steps."
    )
    # Only the generator's start is compared: a compiled step may draw other latents for one seed.
    again = untaught(task.shortest, seed(question, "surroundings"))
    assert again["kernel"] is not None and np.allclose(
        again["kernel"], run["kernel"], rtol=0, atol=0.05 * float(np.abs(run["kernel"]).max())
    ), (
        f"Two trainings with the same seed start with different weights. Start {task.function} "
        "with keras.utils.set_random_seed(seed)."
    )


def needs_discriminator(train: Any, question: str) -> None:
    """Train with a discriminator that sees one direction only: the target must stay unlearned.

    One such training is enough; up to K directions are tried, since samples may by luck be close.

    Raises:
        AssertionError: if the generator learns the target all the same.
    """
    decided = calibration(question)
    task = Training.of(decided["training"])
    target = drawn(task.about, question)
    excesses = []
    for number in range(decided["half_blind_attempts"]):
        direction = task.about.direction(target, rng(question, "direction", number))
        with sealed(task.function):
            run = probes.trained(
                train,
                task.about.arguments(target),
                task.steps,
                seed(question, "one", number),
                discriminator=task.discriminator,
                direction=direction,
            )
        _check_used(run, task)
        values = measure(run, task.about, target, f"one direction {number}").values
        excesses.append(task.about.excess(values, decided["thresholds"]))
        if excesses[-1] > 1:
            break
    note(**{"one direction: excess": round(max(excesses), 2)})
    assert max(excesses) > 1, (
        f"Your generator learns {task.about.noun} even when its discriminator hardly sees the "
        "samples. It should learn from nothing but its discriminator's answers."
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
