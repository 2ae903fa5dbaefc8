"""A Keras layer that never learns."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray


class Fixed(keras.layers.Layer):  # type: ignore[misc]
    """A Dense layer whose kernel and bias are constants.

    They are no weights, so nothing changes them: not even code that sets ``trainable`` of a whole
    network to False and back to True.
    """

    def __init__(self, kernel: NDArray[np.float32], bias: float = 0.0, **options: Any):
        """Take the kernel, of shape (inputs, outputs), and one bias for all outputs."""
        super().__init__(**options)
        self.kernel, self.bias = kernel, bias

    def call(self, inputs: Any) -> Any:
        """Return inputs · kernel + bias."""
        return keras.ops.matmul(inputs, self.kernel) + self.bias
