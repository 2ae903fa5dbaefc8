"""Probes for losses that are given term by term, one number for each logit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gankit.probes.base import Function, name_of, probe
from gankit.probes.forms import Array, Fields, Form, Items, Maybe

TERMS = ("real", "fake", "generator")


def _terms(names: Sequence[str], x: NDArray[Any], **_: Any) -> Form:
    # A test says it if a term has another shape than the logits.
    value = Array(most=1000 + np.size(x), kinds="biuf")
    slope = Maybe(Array(np.shape(x), kinds="f"))
    one = Fields(
        {
            "values": Items(value, len(TERMS), noun="term"),
            "slopes": Items(slope, len(TERMS), noun="term"),
        }
    )
    return Items(one, len(names), noun="loss")


@probe(answer=_terms)
def terms(
    function: Function, names: Sequence[str], x: NDArray[np.float32], compiled: bool = False
) -> list[dict[str, Any]]:
    """Call ``function(name, x)`` for each name: three terms, and the derivative of each in ``x``.

    A derivative is None where a term does not depend on ``x``, or not by TensorFlow's operations.
    With ``compiled``, all of it runs as one compiled function, as it does in ``fit``.

    >>> def squares(name, x):
    ...     return x**2, 2 * x, x
    >>> [report] = terms(squares, ["any"], np.array([3.0], np.float32))
    >>> [slope.tolist() for slope in report["slopes"]]
    [[6.0], [2.0], [1.0]]
    """
    import tensorflow as tf

    def run(name: str) -> Any:
        def both(logits: Any) -> Any:
            with tf.GradientTape(persistent=True) as tape:
                tape.watch(logits)
                result = function(name, logits)
                assert isinstance(result, (list, tuple)) and len(result) == len(TERMS), (
                    f"{name_of(function)} should return three tensors for {name!r}: the term of "
                    "a real sample, that of a fake sample, and the generator's."
                )
                assert all(term is not None for term in result), (
                    f"A term of {name!r} is None: three tensors should be returned."
                )
                values = [tf.convert_to_tensor(term) for term in result]
            return values, [tape.gradient(value, logits) for value in values]

        return (tf.function(both) if compiled else both)(tf.constant(x))

    reports = []
    for name in names:
        values, slopes = run(name)
        reports.append(
            {
                "values": [np.asarray(value) for value in values],
                "slopes": [None if s is None else tf.convert_to_tensor(s).numpy() for s in slopes],
            }
        )
    return reports
