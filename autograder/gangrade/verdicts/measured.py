"""One training run, measured."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

import numpy as np
from gankit.networks import Network
from numpy.typing import NDArray

from gangrade.inside import network
from gangrade.subjects import Subject
from gangrade.subjects.base import Thresholds, Values
from gangrade.verdicts.draws import current, standard_normal

MAX_LATENTS = 1000


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
    except network.TooMuch as error:
        raise AssertionError(str(error)) from None
    assert samples.shape[1:] == wanted, (
        f"The generator should give samples of shape {('n', *wanted)}, but it gave "
        f"{samples.shape[1:]} each.".replace("'n'", "n")
    )
    losses = {name: [float(v) for v in run[name]] for name in LOSSES}
    values = {**subject.values(samples, target), **loss_values(losses)}
    return Attempt(values, samples, losses, weights=_hash(generator))


def _hash(generator: Network) -> str:
    weights = b"".join(w.tobytes() for layer in generator.layers for w in layer.weights)
    return hashlib.sha256(weights).hexdigest()


LOSSES = ("d_loss", "g_loss")


def loss_values(losses: dict[str, list[float]]) -> dict[str, float]:
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
