"""A Keras layer that never learns."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
from numpy.typing import ArrayLike


@keras.saving.register_keras_serializable("gankit")
class Fixed(keras.layers.Layer):  # type: ignore[misc]
    """A Dense layer whose kernel and bias are constants.

    They are no weights, so nothing changes them: not even code that sets ``trainable`` of a whole
    network to False and back to True.
    """

    def __init__(self, kernel: ArrayLike, bias: float = 0.0, **options: Any):
        """Take the kernel, of shape (inputs, outputs), and one bias for all outputs."""
        super().__init__(**options)
        self.kernel, self.bias = np.asarray(kernel, dtype=np.float32), bias
        self.units = int(self.kernel.shape[1])
        self.use_bias, self.activation = True, keras.activations.linear

    def get_config(self) -> dict[str, Any]:
        """Return what a copy is made of."""
        return {**super().get_config(), "kernel": self.kernel.tolist(), "bias": self.bias}

    def call(self, inputs: Any) -> Any:
        """Return inputs · kernel + bias, in the type that the network computes in."""
        return keras.ops.matmul(inputs, keras.ops.cast(self.kernel, inputs.dtype)) + self.bias
