"""A Keras layer that shows what it gets, and in which state its weights are then."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any
from weakref import WeakValueDictionary

import keras
import numpy as np
import tensorflow as tf


class Notes:
    """Who is told of the batches that a layer and its copies get."""

    def __init__(self, note: Callable[..., None]):
        """Take a function of a batch and a kernel."""
        self.note = note
        self.number = next(_numbers)
        _notes[self.number] = self


_notes: WeakValueDictionary[int, Notes] = WeakValueDictionary()
_numbers = itertools.count()


@keras.saving.register_keras_serializable("gankit")
class WatchedDense(keras.layers.Dense):  # type: ignore[misc]
    """A Dense layer that tells its ``Notes`` each batch, as float32, and its kernel meanwhile.

    Copies of the layer, such as a saved and loaded network holds, tell the same notes.
    """

    def __init__(self, units: int, notes: int, **options: Any):
        """Take the number of units and that of the notes; ``options`` are those of Dense."""
        super().__init__(units, **options)
        self.notes = notes

    def get_config(self) -> dict[str, Any]:
        """Return what a copy is made of."""
        return {**super().get_config(), "notes": self.notes}

    def call(self, inputs: Any, training: Any = None) -> Any:
        """Tell, and do what Dense does."""

        def tell(values: Any, kernel: Any) -> Any:
            if (notes := _notes.get(self.notes)) is not None:
                notes.note(np.array(values, np.float32), np.array(kernel, np.float32))
            return np.float32(0)

        # Through a numpy_function, so that values are seen inside a tf.function too.
        kernel = tf.convert_to_tensor(self.kernel)
        tf.numpy_function(tell, [inputs, kernel], tf.float32, stateful=True)
        return super().call(inputs, training=training)
