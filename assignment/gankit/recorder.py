"""A Keras layer for probes that keeps a copy of what passes through it."""

from __future__ import annotations

import itertools
from typing import Any
from weakref import WeakValueDictionary

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray


class _Record:
    """What a layer and its copies have seen. (Keras would put a list of its own for a list.)"""

    def __init__(self) -> None:
        self.seen: list[NDArray[np.float32]] = []


_records: WeakValueDictionary[int, _Record] = WeakValueDictionary()
_numbers = itertools.count()


@keras.saving.register_keras_serializable("gankit")
class Recorder(keras.layers.Layer):  # type: ignore[misc]
    """A layer that passes its inputs on, times ``scale``, and keeps a copy of each.

    Copies of the layer, such as a saved and loaded network holds, keep what they see in the same
    list. Whatever the type of the inputs, it is kept, and the copies are float32.
    """

    def __init__(self, scale: float = 1.0, record: int | None = None, **options: Any):
        """Keep the copies in ``self.seen``; ``options`` are those of every Keras layer.

        ``record`` is the number of the list, for a copy of a layer.
        """
        super().__init__(autocast=False, **options)
        self.scale = scale
        self.record = next(_numbers) if record is None else record
        self._kept = _records.setdefault(self.record, _Record())

    @property
    def seen(self) -> list[NDArray[np.float32]]:
        """What has passed through, in order."""
        return self._kept.seen

    def get_config(self) -> dict[str, Any]:
        """Return what a copy is made of."""
        return {**super().get_config(), "scale": self.scale, "record": self.record}

    def call(self, inputs: Any) -> Any:
        """Record and scale the inputs."""

        def record(values: NDArray[Any]) -> NDArray[Any]:
            self.seen.append(np.array(values, dtype=np.float32))
            return values

        # Through a numpy_function, so that values are seen inside a tf.function too.
        tf.numpy_function(record, [inputs], inputs.dtype, stateful=True)
        return inputs * self.scale
