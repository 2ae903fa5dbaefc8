"""What a network ends with: judged by its outputs, so that it may be built in any way.

Multiply the weights of the last layers that have some by t. What these layers give is multiplied by
t as well, and whatever is linear in that is a straight line when drawn over t, also where t is
below 0: what has a kink at 0 is straight on either side. So the outputs of a network that ends
linearly are straight lines in t, and of one that ends with tanh, artanh(outputs).
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from gankit import checks
from gankit.networks import Layer, Network
from numpy.typing import NDArray

from gangrade.inside import network as networks
from gangrade.verdicts import draws

Array = NDArray[np.float64]
TOGETHER = 20_000_000
"""Bytes of weights that networks may have together to be run by one process."""
TOLERANCE = 2e-3
"""Right networks are off by their rounding, 1e-4 at most."""


def run(network: Network | Sequence[Network], inputs: NDArray[np.float32]) -> Array:
    """Return the network's outputs; of several alike, those of each, one after the other.

    Several cost little more than one: what takes time is the process that runs them.

    Raises:
        AssertionError: with a message for the student, if one cannot be run.
    """
    several = network if isinstance(network, Network) else list(network)
    if isinstance(several, list) and sum(map(_size, several)) > TOGETHER:
        return np.stack([run(one, inputs) for one in several])
    try:
        outputs = draws.current().run_network(several, inputs).astype(np.float64)
    except networks.TooMuch as error:
        raise AssertionError(str(error)) from None
    assert np.isfinite(outputs).all(), (
        "The network's outputs are not all finite numbers (NaN or infinity)."
    )
    return outputs


def _size(network: Network) -> int:
    return sum(weights.nbytes for layer in network.layers for weights in layer.weights)


def check_tanh(
    network: Network, inputs: NDArray[np.float32], random: np.random.Generator, name: str
) -> None:
    """Check that a network's outputs are bounded by tanh. Its last weights are drawn anew.

    Raises:
        AssertionError: with a message for the student.
    """
    outputs = _Outputs(network, inputs, random, undo=np.arctanh, name=name)
    # A ReLU before tanh leaves one half of the range: then one sign of t gives nothing.
    largest, least, small, middle, double, negative = outputs.at(20.0, -20.0, 0.5, 1.0, 2.0, -1.0)
    far = np.concatenate([largest, least])
    assert np.abs(far).max() <= 1 + 1e-6, (
        "An image should lie between -1 and 1, whatever the generator's weights are, but with "
        f"larger weights in its last layer yours reach {np.abs(far).max():.3g}. End {name} with "
        "tanh."
    )
    assert far.min() < -0.9 and far.max() > 0.9, (
        "With large weights in its last layer the generator's images should reach from -1 to 1, "
        f"but yours lie between {far.min():.2f} and {far.max():.2f}. End {name} with tanh, and "
        "have no activation just before it."
    )
    small, middle = (np.arctanh(np.clip(o, -0.9999999, 0.9999999)) for o in (small, middle))
    moderate = np.abs(middle) < 2.5
    error = np.abs(np.tanh(3 * middle - 2 * small) - double)[moderate]
    assert moderate.any() and error.max() < TOLERANCE, (
        "Your generator's images stay between -1 and 1, but it is not tanh that bounds them: with "
        "weights twice as large in the last layer, the outputs are up to "
        f"{error.max(initial=0):.2f} from what tanh gives."
    )
    error = np.abs(np.tanh(4 * small - 3 * middle) - negative)[moderate]
    assert error.max() < TOLERANCE, (
        "Your generator's images stay between -1 and 1, but positive and negative numbers do not "
        f"come to tanh alike. Let {name} have no activation just before it."
    )
    for layer in _after_activation(network):
        assert layer.kind not in _CHANGES_NUMBERS, (
            f"After tanh only the shape of the images may change, but {name} has a layer "
            f"{layer.kind} there."
        )


_CHANGES_NUMBERS = {
    *("BatchNormalization", "LayerNormalization", "Dropout", "GaussianNoise", "GaussianDropout"),
    *("Conv2D", "Conv2DTranspose", "Dense", "MaxPooling2D", "AveragePooling2D"),
}
"""Layers that change numbers, some of them in training only."""


def _after_activation(network: Network) -> list[Layer]:
    """Return the layers between the output and the last activations."""
    ends = _last(network, _is_nonlinear)
    return [network.layers[number] for number in _behind(network, ends)]


def check_logit(
    network: Network, inputs: NDArray[np.float32], random: np.random.Generator, name: str
) -> None:
    """Check that a network gives one linear number. Its last weights are drawn anew.

    Raises:
        AssertionError: with a message for the student.
    """

    def check_shape(shape: tuple[int, ...]) -> None:
        assert shape == (len(inputs), 1), (
            f"{name} should give one logit for each image, an output of shape (n, 1), but with n = "
            f"{len(inputs)} images its output has shape {shape}."
        )

    bent = _bent(_Outputs(network, inputs, random, undo=None, name=name), check_shape)
    assert bent is None, (
        f"The output of {name} should be a logit: any number, linear in the weights of the last "
        "layer, without a sigmoid or another activation. With other weights there, your outputs "
        f"lie between {bent[0]:.2f} and {bent[1]:.2f}, and not where a linear layer would put them."
    )


def check_sigmoid(
    network: Network, inputs: NDArray[np.float32], random: np.random.Generator, name: str
) -> None:
    """Check that a network's outputs are bounded by a sigmoid. Its last weights are drawn anew.

    Raises:
        AssertionError: with a message for the student.
    """
    outputs = _Outputs(network, inputs, random, undo=_logit, name=name)
    far = outputs.at(20.0, -20.0)
    assert far.min() >= -1e-6 and far.max() <= 1 + 1e-6, (
        "A pixel should lie between 0 and 1, whatever the weights are, but with larger weights in "
        f"its last layer the images of {name} go from {far.min():.3g} to {far.max():.3g}. End it "
        "with a sigmoid."
    )
    assert far.min() < 0.05 and far.max() > 0.95, (
        "With large weights in the last layer the images should reach from 0 to 1, but those of "
        f"{name} lie between {far.min():.2f} and {far.max():.2f}: it is not a sigmoid alone that "
        "bounds them. End it with a sigmoid, and have no activation just before it."
    )
    small, middle, double, negative = outputs.at(0.5, 1.0, 2.0, -1.0)
    small, middle = _logit(small), _logit(middle)
    moderate = np.abs(middle) < 5
    wrong = [
        np.abs(_sigmoid(scale * middle + other * small) - seen)[moderate]
        for scale, other, seen in [(3, -2, double), (-3, 4, negative)]
    ]
    assert moderate.any() and max(error.max() for error in wrong) < TOLERANCE, (
        f"The images of {name} stay between 0 and 1, but it is not a sigmoid alone that bounds "
        "them: with other weights in the last layer, the outputs are up to "
        f"{max(error.max(initial=0) for error in wrong):.2f} from what a sigmoid gives. Let it "
        "have no activation just before the sigmoid, and no clipping."
    )


def _logit(x: Any) -> Any:
    x = np.clip(x, 1e-7, 1 - 1e-7)
    return np.log(x) - np.log1p(-x)


def _sigmoid(x: Any) -> Any:
    return 1 / (1 + np.exp(-x))


def check_codes(
    network: Network,
    inputs: NDArray[np.float32],
    random: np.random.Generator,
    *,
    size: int,
    name: str,
) -> None:
    """Check that a network gives ``size`` linear codes. Its last weights are drawn anew.

    Raises:
        AssertionError: with a message for the student.
    """

    def check_shape(shape: tuple[int, ...]) -> None:
        assert shape == (len(inputs), size), (
            f"{name} should give codes of shape {checks.with_batch((size,))}, but they have shape "
            f"{checks.with_batch(shape[1:])}."
        )

    bent = _bent(_Outputs(network, inputs, random, undo=None, name=name), check_shape)
    assert bent is None, (
        f"The codes of {name} should be linear, without an activation: any numbers. With other "
        f"weights in its last layer yours lie between {bent[0]:.2f} and {bent[1]:.2f}, and not "
        "where a linear layer would put them."
    )


_TIMES = (0.5, 1.0, 2.0, -2.0)
"""Values of t that show whether outputs are a straight line over t."""
_SCALES = ((1 / 64, 1.0), (64.0,))
"""What these are multiplied with, in one process and in another. What is bounded looks like a line
where it gets small numbers, and what bends at 0 alone where it gets large ones; and how large they
are depends on the network."""


def _bent(
    outputs: _Outputs, check_shape: Callable[[tuple[int, ...]], None]
) -> tuple[float, float] | None:
    """Return the lowest and the highest output, if they are not a straight line over t."""
    for scales in _SCALES:
        curve = outputs.at(*[scale * t for scale in scales for t in _TIMES])
        check_shape(curve.shape[1:])
        for small, middle, large, negative in curve.reshape(-1, len(_TIMES), *curve.shape[1:]):
            most = max(np.abs(large).max(), np.abs(negative).max())
            assert most > 0, f"The network of {outputs.name} gives 0, whatever its inputs are."
            error = max(
                np.abs(3 * middle - 2 * small - large).max(),
                np.abs(6 * small - 5 * middle - negative).max(),
            )
            if error >= TOLERANCE * most:
                return float(curve.min()), float(curve.max())
    return None


class _Outputs:
    """The outputs with the last weights drawn anew and times t.

    Where something is to be undone, t = 1 gives it numbers of about 1.
    """

    def __init__(
        self,
        network: Network,
        inputs: NDArray[np.float32],
        random: np.random.Generator,
        undo: Callable[[Any], Any] | None,
        name: str,
    ):
        """Draw the weights; ``undo`` is the inverse of what should bound the outputs, if any."""
        self.network, self.inputs, self.name, self.unit = network, inputs, name, 1.0
        self.numbers = _last(network, _multiplies)
        assert self.numbers, f"The network of {name} has no layer with weights."
        self.drawn = {
            number: [random.standard_normal(w.shape) for w in network.layers[number].weights]
            for number in self.numbers
        }
        if undo is None:
            return
        # Not yet bent by tanh, so that the size of what it gets can be seen. Numbers that are too
        # small cost nothing, those too large another process.
        self.unit = 1 / 64
        for _ in range(5):
            [outputs] = self.at(1.0)
            if np.abs(outputs).max() < 0.9:
                break
            self.unit /= 64
        size = np.quantile(np.abs(undo(np.clip(outputs, -0.9, 0.9))), 0.9)
        assert size > 0, f"The network of {name} gives 0, whatever its inputs are."
        self.unit /= float(size)

    def at(self, *ts: float) -> Array:
        """Return the outputs for each t, one after the other."""
        return run([self._network(t) for t in ts], self.inputs)

    def _network(self, t: float) -> Network:
        layers = [*self.network.layers]
        for number, drawn in self.drawn.items():
            layer = layers[number]
            weights = [(self.unit * t * w).astype(np.float32) for w in drawn]
            if layer.kind == "BatchNormalization":  # the last two are mean and variance
                weights[-2:] = layer.weights[-2:]
            layers[number] = replace(layer, weights=tuple(weights))
        return Network(tuple(layers))


def _last(network: Network, is_end: Callable[[Layer], bool]) -> list[int]:
    """Return the numbers of the first layers with ``is_end`` on all ways back from the output."""
    ends: set[int] = set()
    ways, seen = [len(network.layers) - 1], set[int]()
    while ways:
        number = ways.pop()
        if number in seen:
            continue
        seen.add(number)
        if is_end(network.layers[number]):
            ends.add(number)
        else:
            ways += network.layers[number].inputs
    return sorted(ends)


def _behind(network: Network, ends: Sequence[int]) -> list[int]:
    """Return the numbers of the layers between ``ends`` and the output."""
    ways, found = [len(network.layers) - 1], set[int]()
    while ways:
        number = ways.pop()
        if number not in ends and number not in found:
            found.add(number)
            ways += network.layers[number].inputs
    return sorted(found)


def _multiplies(layer: Layer) -> bool:
    """Whether a layer multiplies what it gets by weights of its own."""
    return bool(layer.weights) and layer.kind != "PReLU" and bool(layer.options.get("scale", True))


def check_linear_output(network: Network, size: int, name: str) -> None:
    """Check that the network ends in ``size`` linear outputs. Its last weights are drawn anew.

    Raises:
        AssertionError: with a message for the student.

    >>> start = Layer("InputLayer", {"shape": (5,)}, (), ())
    >>> weights = (np.ones((5, 2), np.float32), np.zeros(2, np.float32))
    >>> options = {"units": 2, "use_bias": True, "activation": "linear"}
    >>> end = Layer("Dense", options, (0,), weights)
    >>> check_linear_output(Network((start, end)), 2, "make_generator()")
    >>> end = replace(end, options=options | {"activation": "sigmoid"})
    >>> check_linear_output(Network((start, end)), 2, "make_generator()")
    Traceback (most recent call last):
    AssertionError: The output of make_generator() should be linear, without an activation: any ...
    """
    last = network.layers[-1]
    if last.kind == "Dense" and last.options["activation"] == "linear" and _is_flat(network):
        units = last.options["units"]  # linear by itself; to run a network takes a process
        assert units == size, f"{name} should give {size} numbers here, but it gives {units}."
        return
    inputs = draws.standard_normal(32, network.input_shape[0], "linear", name)
    random = draws.rng("linear", name)

    def check_shape(shape: tuple[int, ...]) -> None:
        assert shape == (len(inputs), size), (
            f"{name} should give {size} numbers here, but it gives {shape[-1]}."
            if len(shape) == 2
            else f"{name} should give outputs of shape (n, {size}), but they have shape "
            f"{checks.with_batch(shape[1:])}."
        )

    bent = _bent(_Outputs(network, inputs, random, undo=None, name=name), check_shape)
    assert bent is None, (
        f"The output of {name} should be linear, without an activation: any number. With other "
        f"weights in its last layer, your outputs lie between {bent[0]:.2f} and {bent[1]:.2f}, and "
        "not where a linear layer would put them."
    )


def _is_flat(network: Network) -> bool:
    """Whether each layer gives a row of numbers for each input: only Reshape gives more."""
    return len(network.input_shape) == 1 and all(n.kind != "Reshape" for n in network.layers)


def _is_nonlinear(layer: Layer) -> bool:
    if layer.kind in ("ReLU", "LeakyReLU", "ELU", "PReLU"):
        return True
    return bool(layer.options.get("activation", "linear") != "linear")


def needs_more_builds(builds: list[Network]) -> bool:
    """Whether ``check_he`` could not tell Glorot's variance from He's yet, for too few weights.

    >>> def test_hidden(make_generator):
    ...     'Hidden layers have the variance of He.'
    ...     builds = []
    ...     while needs_more_builds(builds):
    ...         builds += gankit.probes.networks(make_generator, [[]])
    ...     check_he(builds, "make_generator()")
    """
    layer_by_layer = zip(*_hidden(builds), strict=False)
    weights = [sum(layer.weights[0].size for layer in layers) for layers in layer_by_layer]
    return not builds or (len(builds) < MOST_BUILDS and min(weights, default=math.inf) < WEIGHTS)


WEIGHTS = 2000
"""Of a hidden layer in all builds: then the variance is known to 17 % (see ``check_he``)."""
MOST_BUILDS = 30
"""For narrow layers: each build takes about 8 ms."""


def _hidden(builds: list[Network]) -> list[list[Layer]]:
    """Return the Dense layers of each network that are not the last ones."""
    outputs = [_last(network, lambda layer: layer.kind == "Dense") for network in builds]
    return [
        [n.layers[i] for i in range(len(n.layers)) if n.layers[i].kind == "Dense" and i not in last]
        for n, last in zip(builds, outputs, strict=True)
    ]


def check_he(builds: list[Network], name: str) -> None:
    """Check that the hidden layers' weights have He's variance, 2 / fan_in, over many builds.

    The output layer is free. Raises:
        AssertionError: with a message for the student.

    >>> start = Layer("InputLayer", {"shape": (5,)}, (), ())
    >>> end = Layer("Dense", {"units": 2}, (0,), (np.ones((5, 2)), np.zeros(2)))
    >>> check_he([Network((start, end))], "make_generator()")
    Traceback (most recent call last):
    AssertionError: The network of make_generator() has no hidden layer.
    """
    hidden_layers = _hidden(builds)
    assert hidden_layers[0], f"The network of {name} has no hidden layer."
    assert len({len(layers) for layers in hidden_layers}) == 1, (
        f"The networks of {name} differ in their number of layers from call to call."
    )
    assert any(_is_nonlinear(layer) for layer in builds[0].layers), (
        f"The hidden layers of {name} have no activation: the network is linear. Give them "
        "one, for example relu."
    )
    for number, layer in enumerate(hidden_layers[0]):
        kernels = {
            hashlib.sha256(layers[number].weights[0].tobytes()).digest(): layers[number].weights[0]
            for layers in hidden_layers
        }
        assert len(builds) == 1 or len(kernels) > 1, (
            f"All networks of {name} start with the same weights. Each call should make a network "
            "with fresh random weights: leave the seed out of the initialiser."
        )
        fan_in, size = layer.weights[0].shape[0], sum(k.size for k in kernels.values())
        # One after the other: all of them together, as float64, may be large.
        mean = sum(float(np.square(k, dtype=np.float64).sum()) for k in kernels.values()) / size
        # Five standard errors for a normal distribution, the wider of the two, and rounding.
        assert abs(mean * fan_in / 2 - 1) <= 5 * np.sqrt(2 / size) + 0.02, (
            f"Hidden layer {number + 1} of {name} has {fan_in} inputs, so with He initialisation "
            f"the variance of its weights is 2 / {fan_in} = {2 / fan_in:.4f}, but it is "
            f"{mean:.4f}."
        )
