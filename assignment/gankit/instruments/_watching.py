"""A Keras layer that shows what passes through it, and the weights of another layer meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import keras
import numpy as np
import tensorflow as tf


class Watching(keras.layers.Layer):  # type: ignore[misc]
    """A layer that passes its inputs on and calls ``note(inputs, weights)`` for each batch."""

    def __init__(self, note: Callable[..., None], weights: Callable[[], Any], **options: Any):
        """Take ``note``, and a function that gives the weights."""
        super().__init__(**options)
        self._note, self._weights_of_other = note, weights

    def call(self, inputs: Any) -> Any:
        """Show the inputs and pass them on."""

        def record(values: Any, weights: Any) -> Any:
            self._note(np.array(values), np.array(weights))
            return np.float32(0)

        # Through a numpy_function, so that values are seen inside a tf.function too.
        kernel = tf.convert_to_tensor(self._weights_of_other())
        tf.numpy_function(record, [inputs, kernel], tf.float32, stateful=True)
        return inputs
