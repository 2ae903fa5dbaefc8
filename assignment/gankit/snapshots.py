"""What networks did while they trained: one form for points, images and pairs of networks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import keras
import numpy as np
from numpy.typing import ArrayLike, NDArray

Weights = tuple[list[NDArray[Any]], list[NDArray[Any]]]
"""The trainable weights of a network, and the others."""


class Snapshots(keras.callbacks.Callback):  # type: ignore[misc]
    """A callback for ``fit`` that keeps moments of a training, and its losses.

    The first network turns ``inputs``, which stay the same, into ``outputs``: latents into points
    or images. The second, if there is one, looks at the outputs. (In an autoencoder, the first
    turns images into codes, and the second codes into images.)

    Attributes:
        steps: the training steps of the moments; the first moment, 0, is before the training.
        outputs: what the first network gave at each moment.
        weights: of each network, at each moment.
        carried: at each moment, how the next step would change the first network's weights if
            its gradient were 0; nothing without an optimizer.
        losses: by name, one value for each entry of ``loss_steps``.
    """

    def __init__(
        self,
        first: Any,
        second: Any = None,
        *,
        inputs: ArrayLike | None = None,
        real: Any = None,
        moments: int = 50,
        names: Sequence[str] = ("generator", "discriminator"),
        optimizer: Any = None,
    ):
        """Take the networks, and what pictures show beside their outputs.

        Args:
            first: the network that is shown, such as the generator.
            second: the network that looks at its outputs, such as the discriminator.
            inputs: of shape (n, ...); 400 standard normal latents, always the same, if None.
            real: what the outputs should be like: a curve, points of shape (n, 2), or the pair
                (centres, sigma) of a ring.
            moments: about how many moments of a training are kept, evenly spaced.
            names: what to call the networks.
            optimizer: of the first network, Adam or SGD; where its momentum carries the weights is
                kept as well.
        """
        super().__init__()
        self.first, self.second, self.real, self.names = first, second, real, tuple(names)
        if inputs is None:
            inputs = np.random.default_rng(0).standard_normal((400, *first.input_shape[1:]))
        self.inputs = np.asarray(inputs, np.float32)
        self.moments, self.optimizer = moments, optimizer
        self.steps: list[int] = []
        self.outputs: list[NDArray[np.float32]] = []
        self.weights: list[tuple[Weights, ...]] = []
        self.carried: list[list[NDArray[Any]]] = []
        self.loss_steps: list[int] = []
        self.losses: dict[str, list[float]] = {}
        self.count = StepCount()
        self.keep(0)

    def keep(self, step: int) -> None:
        """Keep the present moment as that of ``step``."""
        networks = [network for network in (self.first, self.second) if network is not None]
        self.steps.append(step)
        self.outputs.append(np.asarray(self.first(self.inputs, training=False), np.float32))
        self.weights.append(tuple(map(_weights, networks)))
        if self.optimizer is not None:
            self.carried.append(carried(self.optimizer, self.first.trainable_variables))

    def on_train_begin(self, logs: Any = None) -> None:  # noqa: ARG002 - Keras gives it by name
        """Find out how long the training will be; keep its beginning anew."""
        self.count.begin(self.params, self.model)
        if self.steps == [0]:
            self.steps, self.outputs, self.weights, self.carried = [], [], [], []
            self.keep(0)
        self.start = self.steps[-1]

    def on_train_batch_begin(self, batch: int, logs: Any = None) -> None:  # noqa: ARG002
        """Note where the next steps begin."""
        self.count.before(batch)

    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
        """Keep the losses, and now and then a moment."""
        step = self.start + self.count.after(batch)
        self.loss_steps.append(step)
        for name, value in (logs or {}).items():
            self.losses.setdefault(name, []).append(float(value))
        if step - self.steps[-1] >= (self.count.total or 0) / self.moments:
            self.keep(step)

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:  # noqa: ARG002
        """Go on to the next epoch."""
        self.count.next_epoch()

    def on_train_end(self, logs: Any = None) -> None:  # noqa: ARG002
        """Keep the end."""
        if self.loss_steps and self.loss_steps[-1] > self.steps[-1]:
            self.keep(self.loss_steps[-1])


class StepCount:
    """Counts the steps of a training, also where several run without a way back to Python."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.total: int | None = None
        """How many there will be, where Keras knows."""
        self.done = 0
        self._before = self._first = 0
        self._at_once = 1

    def begin(self, params: Any, model: Any) -> None:
        """Begin with step 0 of a training."""
        epochs, steps = params.get("epochs"), params.get("steps")
        self.total = epochs * steps if epochs and steps else None
        self.done = self._before = 0
        self._per_epoch = steps
        self._at_once = int(getattr(model, "steps_per_execution", None) or 1)

    def before(self, batch: int) -> None:
        """Note the number of the first batch of those that are run at once."""
        self._first = batch

    def after(self, batch: int) -> int:
        """Return how many steps are done. Keras gives the last batch; older ones give the first."""
        if batch == self._first:
            batch += self._at_once - 1
            batch = min(batch, (self._per_epoch or batch + 1) - 1)
        self.done = self._before + batch + 1
        return self.done

    def next_epoch(self) -> None:
        """Begin to count batches anew."""
        self._before = self.done


def _weights(network: Any) -> Weights:
    def values(variables: Any) -> list[NDArray[Any]]:
        return [np.copy(keras.ops.convert_to_tensor(variable).numpy()) for variable in variables]

    return values(network.trainable_variables), values(network.non_trainable_variables)


def carried(optimizer: Any, variables: Sequence[Any]) -> list[NDArray[Any]]:
    """Return what the optimizer's next step would be if its gradient were 0.

    So only earlier gradients move the weights, by the momentum that the optimizer keeps of them.

    Raises:
        ValueError: if the optimizer is neither Adam nor SGD.
    """
    kind = type(optimizer)
    if not isinstance(optimizer, (keras.optimizers.Adam, keras.optimizers.SGD)):
        raise ValueError(f"only the momentum of Adam and SGD can be kept, not of {kind.__name__}")
    slots = {variable.path: np.asarray(variable) for variable in optimizer.variables}

    def slot(variable: Any, name: str) -> NDArray[Any]:
        path = f"{optimizer.name}/{variable.path.replace('/', '_')}_{name}"
        return slots.get(path, np.zeros(variable.shape, np.float32))

    means = [slot(variable, "momentum") for variable in variables]
    if isinstance(optimizer, keras.optimizers.SGD):
        return [optimizer.momentum * mean for mean in means]
    step = int(optimizer.iterations) + 1
    rate = float(optimizer.learning_rate) * np.sqrt(1 - optimizer.beta_2**step)
    rate *= optimizer.beta_1 / (1 - optimizer.beta_1**step)
    roots = [np.sqrt(optimizer.beta_2 * slot(variable, "velocity")) for variable in variables]
    return [
        -rate * mean / (root + optimizer.epsilon) for mean, root in zip(means, roots, strict=True)
    ]
