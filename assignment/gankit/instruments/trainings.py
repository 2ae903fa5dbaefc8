"""Instruments for questions that train a GAN: what replaces its networks and records them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from gankit.instruments.networks import (
    constant_discriminator,
    first_dense,
    half_blind_discriminator,
    recording_generator,
    shape_of,
    sizes_of,
)
from gankit.probes.base import Function, probe
from gankit.probes.forms import (
    ANY_NETWORK,
    ANY_NUMBER,
    COUNT,
    Array,
    Fields,
    Form,
    Items,
    Maybe,
    history,
)
from gankit.probes.replaced import with_names
from gankit.probes.trainings import losses_of, pair_of, trained

MOST_LATENTS = 20_000


def _half_blind(steps: int, **_: Any) -> Form:
    losses = {"d_loss": history(steps), "g_loss": history(steps)}
    return Fields({"generator": ANY_NETWORK, "dice": ANY_NUMBER, **losses, "discriminators": COUNT})


@probe(answer=_half_blind)
def half_blind(
    train: Function,
    arguments: Sequence[Any],
    steps: int,
    seed: int,
    discriminator: str,
    direction: Sequence[float],
) -> dict[str, Any]:
    """Do as ``trained`` with discriminators that see one direction of the data only.

    The notebook's function of the name ``discriminator`` gives one that sees nothing of a sample
    but its numbers' sum with the weights ``direction``, one for each place of a sample. Returns
    the report of ``trained``, and how many discriminators there were.
    """
    made = []

    def make_discriminator(*args: Any, **kwargs: Any) -> Any:
        [size] = sizes_of(args, kwargs, "size")
        made.append(half_blind_discriminator(direction, shape_of(size, (len(direction),))))
        return made[-1]

    run = with_names(train, {discriminator: make_discriminator})
    return {**trained(run, arguments, steps, seed=seed), "discriminators": len(made)}


def _untaught(steps: int, **_: Any) -> Form:
    kernels = Items(Array((None, 15), kinds="f"), most=1000, numbers=1_000_000, noun="generator")
    return Fields(
        {
            "d_loss": history(steps),
            "g_loss": history(steps),
            "discriminators": COUNT,
            "kernels": kernels,
            "kernel": Maybe(Array((None, None), kinds="f")),
            "latents": Array((None,), most=MOST_LATENTS, kinds="f", finite=True),
            "batches": COUNT,
        }
    )


@probe(answer=_untaught)
def untaught(
    train: Function,
    arguments: Sequence[Any],
    steps: int,
    seed: int,
    names: dict[str, str],
    shape: Sequence[int],
    logit: float,
    surroundings: int,
) -> dict[str, Any]:
    """Call ``train`` with a discriminator that gives every sample the same ``logit``.

    Such a discriminator teaches nothing. ``names`` are those of the notebook's functions that make
    the ``generator`` and the ``discriminator`` of samples of this shape; ``surroundings`` seeds all
    that ``train`` itself does not seed. Returns the losses; the first kernel of each generator that
    was made, as it was at the start; that of the generator that was returned; the latents that the
    generators got, at most ``MOST_LATENTS`` numbers; and how many different batches they were.
    """
    import keras

    from gankit.recorder import Recorder

    keras.utils.clear_session()
    keras.utils.set_random_seed(surroundings)
    recorder, discriminators, kernels = Recorder(), [], []

    def make_generator(*args: Any, **kwargs: Any) -> Any:
        latent_dim, size = sizes_of(args, kwargs, "latent_dim", "size")
        model, kernel = recording_generator(recorder, int(latent_dim or 5), shape_of(size, shape))
        kernels.append(kernel)
        return model

    def make_discriminator(*args: Any, **kwargs: Any) -> Any:
        [size] = sizes_of(args, kwargs, "size")
        discriminators.append(constant_discriminator(logit, shape_of(size, shape)))
        return discriminators[-1]

    made = {"generator": make_generator, "discriminator": make_discriminator}
    run = with_names(train, {names[part]: make for part, make in made.items()})
    generator, history = pair_of(run(*arguments, steps, seed))
    first = first_dense(generator)
    batches = {values.tobytes(): values.ravel() for values in recorder.seen}
    return {
        **losses_of(history),
        "discriminators": len(discriminators),
        "kernels": kernels,
        "kernel": None if first is None else first.get_weights()[0],
        "latents": np.concatenate([np.zeros(0, np.float32), *batches.values()])[:MOST_LATENTS],
        "batches": len(batches),
    }
