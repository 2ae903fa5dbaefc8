"""Probes for functions that make networks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gankit.curves import Curve
from gankit.networks import Network, describe
from gankit.probes.base import Function, name_of, probe
from gankit.probes.forms import MOST_NUMBERS, SMALL, Array, Fields, Form, Items, networks
from gankit.probes.replaced import Weights, two_layers, with_names


@probe(answer=lambda calls, **_: networks(len(calls)))
def built(
    make: Function, calls: Sequence[dict[str, int]], sizes: Sequence[int], seed: int
) -> list[Network]:
    """Call ``make(**kwargs)`` for each kwargs in ``calls``; ``sizes`` are the inputs' sizes.

    >>> import keras
    >>> def make(units):
    ...     return keras.Sequential([keras.Input((5,)), keras.layers.Dense(units)])
    >>> [network] = built(make, [{"units": 2}], [5], seed=0)
    >>> network.parameters
    12
    """
    import keras

    keras.utils.set_random_seed(seed)
    # All are built before the first is looked at: one model whose weights are drawn anew is one.
    models = [_begun(make(**kwargs), make) for kwargs in calls]
    return [describe(model, (size,)) for model, size in zip(models, sizes, strict=True)]


def _begun(model: Any, make: Function) -> Any:
    """Return a model of ``make`` whose shapes are known, as ``keras.Input`` makes them."""
    import keras

    assert not isinstance(model, keras.Sequential) or model.built, (
        f"The network of {name_of(make)} does not know the shape of its inputs, so it has no "
        "weights yet. Begin it with keras.Input."
    )
    return model


@probe(answer=lambda calls, **_: networks(len(calls)))
def networks_of(
    make: Function, calls: Sequence[Sequence[Any]], input_shapes: Sequence[Sequence[int]], seed: int
) -> list[Network]:
    """Call ``make(*args)`` for each args in ``calls``; ``input_shapes`` are without the batch.

    >>> import keras
    >>> def make(shape):
    ...     inputs = keras.Input(shape)
    ...     return keras.Sequential([inputs, keras.layers.Flatten(), keras.layers.Dense(1)])
    >>> [network] = networks_of(make, [[(4, 4)]], [(4, 4)], seed=0)
    >>> network.input_shape, network.parameters
    ((4, 4), 17)
    """
    import keras

    keras.utils.set_random_seed(seed)
    # All are built before the first is looked at: one model whose weights are drawn anew is one.
    models = [_begun(make(*args), make) for args in calls]
    return [
        describe(model, tuple(shape)) for model, shape in zip(models, input_shapes, strict=True)
    ]


@probe(answer=lambda redrawn, **_: Items(Array(), max(1, redrawn), numbers=MOST_NUMBERS))
def outputs_of(
    make: Function,
    args: Sequence[Any],
    input_shape: Sequence[int],
    n: int,
    seed: int,
    redrawn: int = 0,
) -> list[NDArray[Any]]:
    """Return the outputs of the network ``make(*args)`` for ``n`` standard normal inputs.

    If it is ``redrawn``, all weights are standard normal numbers, whatever they started with, and
    there are other outputs each time.

    >>> import keras
    >>> def make(units):
    ...     return keras.Sequential([keras.layers.Dense(units)])
    >>> [outputs.shape for outputs in outputs_of(make, [3], [5], n=4, seed=0, redrawn=2)]
    [(4, 3), (4, 3)]
    """
    import keras

    keras.utils.set_random_seed(seed)
    rng = np.random.default_rng(seed)
    network = make(*args)
    assert network is not None, "None is not a network. Is there a `return` in the function?"
    outputs = []
    for number in range(max(1, redrawn)):
        inputs = rng.standard_normal((n, *input_shape)).astype(np.float32)
        if redrawn:
            if number == 0:  # then it has weights for sure
                network(inputs, training=False)
            for weight in network.trainable_weights:
                weight.assign(rng.standard_normal(weight.shape))
        outputs.append(np.asarray(network(inputs, training=False)))
    return outputs


def _untrained_distances(seeds: Sequence[int], generator: Weights | None, **_: Any) -> Form:
    size = None if generator is None else len(generator[0])
    # A generator may be called for all points at once, or for each of them.
    batches = Items(Array((None, size), kinds="f"), most=10_000, noun="batch")
    return Fields(
        {
            "distances": Items(SMALL, len(seeds), noun="distance"),
            "latents": Items(batches, len(seeds), numbers=1_000_000, noun="call"),
            "kernels": Items(
                Array((None, 15), kinds="f"), most=1000, numbers=1_000_000, noun="generator"
            ),
        }
    )


@probe(answer=_untrained_distances)
def untrained_distances(
    untrained_distance: Function,
    curve: Curve,
    seeds: Sequence[int],
    make: str,
    generator: Weights | None = None,
) -> dict[str, Any]:
    """Call ``untrained_distance(curve, rng)`` for an rng of each seed.

    Meanwhile the notebook's function of the name ``make`` gives a network with one hidden layer of
    15 ReLU units: with the weights ``generator``, or with fresh random ones. Returns the distances,
    for each the latents that the generators got, and the first kernels of those that were fresh.

    >>> from gankit import cubic
    >>> def untrained_distance(curve, rng):
    ...     return 0.5  # it makes no generator
    >>> untrained_distances(untrained_distance, cubic, [1, 2], make="make_generator")
    {'distances': [0.5, 0.5], 'latents': [[], []], 'kernels': []}
    """
    import keras

    from gankit.recorder import Recorder

    recorders: list[Recorder] = []

    def make_generator(latent_dim: int = 5, n_outputs: int = 2) -> Any:
        recorders.append(Recorder())
        if generator is not None:
            return two_layers(generator, [recorders[-1]])
        hidden = keras.layers.Dense(15, activation="relu", kernel_initializer="he_uniform")
        model = keras.Sequential(
            [keras.Input((latent_dim,)), recorders[-1], hidden, keras.layers.Dense(n_outputs)]
        )
        report["kernels"].append(hidden.get_weights()[0])
        return model

    report: dict[str, Any] = {"distances": [], "latents": [], "kernels": []}
    for seed in seeds:
        recorders.clear()
        run = with_names(untrained_distance, {make: make_generator})
        report["distances"].append(run(curve, np.random.default_rng(seed)))
        report["latents"].append([seen for recorder in recorders for seen in recorder.seen])
    return report
