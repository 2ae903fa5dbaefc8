"""A Keras layer for probes that keeps a copy of what passes through it."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray


class Recorder(keras.layers.Layer):  # type: ignore[misc]
    """A layer that passes its inputs on, times ``scale``, and keeps a copy of each."""

    def __init__(self, scale: float = 1.0, **options: Any):
        """Keep the copies in ``self.seen``; ``options`` are those of every Keras layer."""
        super().__init__(**options)
        self.scale = scale
        self.seen: list[NDArray[np.float32]] = []

    def call(self, inputs: Any) -> Any:
        """Record and scale the inputs."""

        def record(values: NDArray[np.float32]) -> NDArray[np.float32]:
            self.seen.append(np.array(values))
            return values

        # Through a numpy_function, so that values are seen inside a tf.function too.
        tf.numpy_function(record, [inputs], tf.float32, stateful=True)
        return inputs * self.scale
