"""One training run, measured."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from gankit import checks
from gankit.checks import loss_values
from gankit.networks import Network
from numpy.typing import NDArray

from gangrade.inside import network
from gangrade.part.training import Training
from gangrade.results.result import Scale
from gangrade.subjects.base import Thresholds, Values
from gangrade.verdicts.draws import current, rng


@dataclass(frozen=True)
class Attempt:
    """One training run, measured."""

    values: dict[str, float]
    samples: NDArray[np.float32]
    losses: dict[str, list[float]]
    weights: str
    """A hash of the weights of all networks."""


def measure(run: Mapping[str, Any], training: Training, target: Any, purpose: str) -> Attempt:
    """Measure what a training gave: what its networks make of new inputs, and the losses.

    Raises:
        AssertionError: with a message for the student, if the parts do not have the agreed form.
    """
    method, subject = training.method, training.about
    networks = method.networks(run)
    random = rng("latents", purpose)
    stages = [method.inputs(subject, target, first=networks[0], random=random)]
    for model, (name, shape) in zip(networks, method.shapes(subject, target), strict=True):
        given = stages[-1].shape[1:]
        assert model.input_shape == given, (
            f"The {name} should take inputs of shape {checks.with_batch(given)}, but it takes "
            f"{checks.with_batch(model.input_shape)}."
        )
        try:
            stages.append(current().run_network(model, stages[-1]))
        except network.TooMuch as error:
            raise AssertionError(str(error)) from None
        assert stages[-1].shape[1:] == shape, (
            f"The {name} should give samples of shape {checks.with_batch(shape)}, but it gave "
            f"{checks.with_batch(stages[-1].shape[1:])}."
        )
    samples = method.joined(subject, stages)
    assert np.isfinite(samples).all(), (
        f"What the {method.result} gives holds values that are not finite (NaN or infinity)."
    )
    losses = {loss.name: [float(v) for v in run[loss.name]] for loss in method.losses}
    relative = [loss.name for loss in method.losses if loss.relative]
    values = {**subject.values(samples, target), **loss_values(losses, method.fewest, relative)}
    return Attempt(values, samples, losses, weights=_hash(networks))


def _hash(networks: Sequence[Network]) -> str:
    digest = hashlib.sha256()
    for weights in (w for model in networks for layer in model.layers for w in layer.weights):
        digest.update(weights.tobytes())
    return digest.hexdigest()


def shortfalls(training: Training, values: Values, thresholds: Thresholds) -> list[str]:
    """Return a sentence for each value that lies outside its thresholds [lowest, highest]."""
    lines = flaws(training, values)
    method = training.method
    sentences = {m.name: m.sentence for m in training.about.measures}
    sentences |= {loss.name: loss.sentence for loss in method.losses if loss.name in thresholds}
    for name, sentence in sentences.items():
        (low, high), value = thresholds[name], values[name]
        if low <= value <= high or np.isnan(value):
            continue
        lines.append(sentence.format(value=value, low=low, high=high))
    return lines


def flaws(training: Training, values: Values) -> list[str]:
    """Return a sentence for each list of the history that is none of a training's losses."""
    method, lines = training.method, []
    for loss in method.losses:
        name = loss.name
        if values[f"{name}_values"] < method.fewest:
            lines.append(
                f'history["{name}"] has {values[f"{name}_values"]:.0f} values; '
                f"it should have at least {method.fewest}."
            )
        elif not np.isfinite(values[name]):
            lines.append(f'history["{name}"] holds values that are not finite.')
        elif not values[f"{name}_varies"]:
            lines.append(f'history["{name}"] never changes.')
    return lines


def scales(
    training: Training, values: Values, thresholds: Thresholds, label: str
) -> dict[str, Scale]:
    """Return how each value that has thresholds is read; ``label`` names the target."""
    words = {loss.name: loss.words for loss in training.method.losses}
    words |= {measure.name: measure.words for measure in training.about.measures}
    best = {measure.name: measure.best for measure in training.about.measures}
    found = {}
    for name, (low, high) in thresholds.items():
        # A limit that the best value itself is says nothing: no value lies beyond it.
        found[name] = Scale(
            words.get(name, "") or name.replace("_", " "),
            None if best.get(name) == low else low,
            None if best.get(name) == high else high,
            met=bool(low <= values[name] <= high),
            target=label,
        )
    return found
