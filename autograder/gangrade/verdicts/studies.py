"""Verdicts on studies that train several small GANs of images: what was seen of each training."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import gankit
import numpy as np
from gankit.networks import Network
from numpy.typing import NDArray

from gangrade.inside import network
from gangrade.instruments.studies import recorded_study
from gangrade.verdicts.draws import calibration, current, note, rng, sealed, seed

NOUNS = {
    "updates": "the discriminator had {count} different states",
    "moves": "the generator had {count} different states",
    "real": "the discriminator saw {count} batches with given images",
    "fake": "the discriminator saw {count} batches with images of the generator",
    "latents": "the generator got {count} different batches of latents",
}
"""What is counted in a training, each at least once in a step."""


STEPS = 200
"""So many that the distance falls with the smallest rates in use too."""
BLIND_STEPS = 100
"""So many that an average of a generator's weights has forgotten its own start."""


@dataclass(frozen=True)
class Study:
    """What was asked of a study, and what came back."""

    report: dict[str, Any]
    """Of ``recorded_study``."""
    sizes: list[int]
    images: NDArray[np.uint8]
    steps: int


def plain_study(study: Any) -> Study:
    """Have two sizes studied, the larger one first, on digits of three drawn kinds.

    They are black on white, and the distance to those of other kinds is quite different.

    Raises:
        AssertionError: if it does not call the notebook's functions.

    >>> def test_hidden(latent_study):
    ...     'Each size is trained with all steps.'
    ...     require_trained(plain_study(latent_study), "latent_size")
    """
    random = rng("study")
    digits, labels = gankit.load_digits(size=14)
    some = random.permutation(np.flatnonzero(np.isin(labels, random.permutation(10)[:3])))[:600]
    sizes = sorted(
        (int(n) for n in random.choice(np.arange(3, 30), 2, replace=False)), reverse=True
    )
    return _studied(study, sizes, 255 - digits[some], steps=STEPS)


def blind_study(study: Any, sizes: list[int]) -> Study:
    """Have the last of the sizes studied by itself, on larger images that nobody sees.

    Raises:
        AssertionError: if it does not call the notebook's functions.

    >>> def test_hidden(latent_study):
    ...     'Generators learn from their discriminators alone.'
    ...     require_untaught(blind_study(latent_study, [4, 8]), "latent_size")
    """
    digits, _ = gankit.load_digits(size=28)
    return _studied(study, sizes[-1:], digits[:300], steps=BLIND_STEPS, view=0.0)


def _studied(
    study: Any, sizes: list[int], images: NDArray[np.uint8], *, steps: int, view: float = 1.0
) -> Study:
    # Many units learn fast enough for the distance to fall within so few steps.
    width = int(rng("study", "width").integers(200, 300))
    names = {"generator": "make_image_generator", "discriminator": "make_image_discriminator"}
    with sealed("latent_study"):
        report = recorded_study(
            study,
            sizes,
            images,
            steps=steps,
            seed=seed("study"),
            names=names,
            width=width,
            view=view,
        )
    assert report["starts"] and report["taught"], (
        "latent_study did not call the notebook's make_image_generator and "
        "make_image_discriminator. Make both networks with them."
    )
    assert len(report["records"]) == len(sizes)
    return Study(dict(report), sizes, images, steps=steps)


def counts(report: Mapping[str, Any]) -> dict[str, int]:
    """Return what was counted in a report of ``recorded_study``, in the training with fewest."""
    lessons, courses = report["taught"], report["courses"]
    busy = [lesson for lesson in lessons if lesson["passes"]]
    found = {
        "updates": [lesson["states"] for lesson in busy],
        "real": [lesson["real"] for lesson in busy],
        "fake": [lesson["fake"] for lesson in busy],
        "moves": [course["states"] for course in courses],
        "latents": [course["batches"] for course in courses],
    }
    return {name: min(found[name], default=0) for name in NOUNS}


def fall(report: Mapping[str, Any], images: NDArray[np.uint8]) -> float:
    """Return the distances after the trainings as shares of those before; of these the largest."""
    shares = []
    for record in report["records"]:
        after = record["generator"]
        before = [start for latents, start in report["starts"] if latents == after.input_shape[0]]
        if before:
            shares.append(distance(after, images) / distance(before[0], images))
    return max(shares, default=np.inf)


def distance(generator: Network, images: NDArray[np.uint8]) -> float:
    """Return the distance of a network's images to given ones, as ``gankit.frechet_distance``.

    Raises:
        AssertionError: if the network takes too much time or memory.
    """
    latents = gankit.digits.latents_to_measure(generator.input_shape[0])
    try:
        made = current().run_network(generator, latents)
    except network.TooMuch as error:
        raise AssertionError(str(error)) from None
    return gankit.digits.frechet_to_images(made, images)


def moved(report: Mapping[str, Any]) -> float:
    """Return by how much trainable weights differ from how they started, at most.

    As a share of the largest number in them.
    """
    shares = [0.0]
    for record in report["records"]:
        after = record["generator"]
        for latents, start in report["starts"]:
            if latents == after.input_shape[0]:
                one, other = _trainable(after), _trainable(start)
                alike = [w.shape for w in one] == [w.shape for w in other]
                largest = max(float(np.abs(w).max()) for w in other)
                pairs = zip(one, other, strict=True) if alike else ()
                off = max((float(np.abs(a - b).max()) for a, b in pairs), default=np.inf)
                shares.append(off / largest)
                break
    return max(shares)


def _trainable(model: Network) -> list[NDArray[Any]]:
    return [
        np.asarray(weight)
        for layer in model.layers
        for weight in (layer.weights[:-2] if layer.kind == "BatchNormalization" else layer.weights)
    ]


def require_trained(study: Study, question: str) -> None:
    """Check that both networks of each training were updated in all steps, and learned something.

    Raises:
        AssertionError: if it is otherwise.

    >>> def test_hidden(latent_study):
    ...     'Each size is trained with all steps.'
    ...     require_trained(plain_study(latent_study), "latent_size")
    """
    report, steps = study.report, study.steps
    for name, count in counts(report).items():
        assert count >= steps, (
            f"In a training of {steps} steps {NOUNS[name].format(count=count)}. Each size is "
            "trained with all steps: each shows given images and new images of the generator to "
            "the discriminator, and updates both networks."
        )
    most, share = _limits(question)["fall"], fall(report, study.images)
    note(**{"distance after a training, as a share of that before": round(share, 2)})
    assert share <= most, (
        f"After {steps} steps the distance of a generator in your records is {share:.2f} times "
        f"what it was before, and should be {most:.2f} times or less: it was not trained, or not "
        "by its discriminator."
    )


def require_untaught(study: Study, question: str) -> None:
    """Check that generators whose discriminator saw nothing stayed as they were.

    Raises:
        AssertionError: if it is otherwise.

    >>> def test_hidden(latent_study):
    ...     'Generators learn from their discriminators alone.'
    ...     require_untaught(blind_study(latent_study, [4, 8]), "latent_size")
    """
    share = moved(study.report)
    assert np.isfinite(share), (
        "With a discriminator that sees nothing, a generator's weights in your records become NaN, "
        "or it is another one than make_image_generator gave."
    )
    assert share <= _limits(question)["moved"], (
        "With a discriminator that sees nothing, your generator changes all the same. It should "
        "learn from nothing but its discriminator's answers."
    )


def _limits(question: str) -> Mapping[str, float]:
    return dict(calibration(question)["limits"])
