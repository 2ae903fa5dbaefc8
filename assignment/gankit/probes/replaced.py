"""What stands for a student's functions and networks while a probe runs."""

from __future__ import annotations

import contextlib
import functools
import inspect
import itertools
from collections.abc import Iterator, Sequence
from contextvars import ContextVar
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gankit.probes.base import Function, usual_layers

Weights = Sequence[NDArray[np.float32]]


_off: ContextVar[bool] = ContextVar("off", default=False)
_uses = itertools.count()


@contextlib.contextmanager
def without_instruments() -> Iterator[None]:
    """In the block nothing of a student's is replaced, and nothing is recorded.

    What fails with instruments and does not without them is not the student's fault.
    """
    token = _off.set(True)
    try:
        yield
    finally:
        _off.reset(token)


def are_off() -> bool:
    """Return whether nothing is to be replaced or recorded."""
    return _off.get()


def uses() -> int:
    """Return a number that is one higher each time it is asked, and for each use in between."""
    return next(_uses)


def with_names(function: Function, names: dict[str, Any]) -> Function:
    """Return a call of ``function`` during which its notebook's ``names`` mean something else."""

    @functools.wraps(function)
    def run(*args: Any) -> Any:
        uses()
        if _off.get():
            return function(*args)
        names_of_notebook = _globals_of(function)
        before = {name: names_of_notebook[name] for name in names if name in names_of_notebook}
        names_of_notebook.update(names)
        try:
            return function(*args)
        finally:
            for name in names:
                names_of_notebook.pop(name, None)
            names_of_notebook.update(before)

    return run


def counting(function: Function, calls: dict[str, int]) -> Function:
    """Return a call of ``function`` that counts how often it calls its notebook's functions.

    ``calls`` holds their names, and the counts.
    """

    def counted(name: str, called: Any) -> Any:
        @functools.wraps(called)
        def call(*args: Any, **kwargs: Any) -> Any:
            calls[name] += 1
            return called(*args, **kwargs)

        return call

    space = _globals_of(function)
    return with_names(function, {n: counted(n, space[n]) for n in calls if callable(space.get(n))})


def _globals_of(function: Function) -> dict[str, Any]:
    """Return the names of the notebook that a function was written in."""
    plain = inspect.unwrap(function)
    plain = plain if inspect.isfunction(plain) else type(plain).__call__
    names: dict[str, Any] = plain.__globals__
    return names


@contextlib.contextmanager
def by_hand(*methods: tuple[type, str], what: str) -> Iterator[None]:
    """Keep the block from calling these methods of library classes, whatever they are called.

    Raises:
        AssertionError: with ``what`` should be written by hand, where one is called.
    """

    def refuse(*_args: Any, **_options: Any) -> Any:
        raise AssertionError(f"Write {what} with NumPy; compare with Keras' afterwards.")

    before = [(owner, name, getattr(owner, name)) for owner, name in methods]
    try:
        for owner, name in methods:
            setattr(owner, name, refuse)
        yield
    finally:
        for owner, name, method in before:
            setattr(owner, name, method)


@usual_layers()
def two_layers(weights: Weights, first: Sequence[Any]) -> Any:
    """Return the network: ``first``, Dense ReLU, Dense linear, with weights [w1, b1, w2, b2].

    ``first`` are recorders.
    """
    import keras

    if first:
        uses()
    if _off.get():
        first = [keras.layers.Rescaling(recorder.scale) for recorder in first]
    hidden = keras.layers.Dense(weights[0].shape[1], activation="relu")
    output = keras.layers.Dense(weights[2].shape[1])
    model = keras.Sequential([keras.Input((weights[0].shape[0],)), *first, hidden, output])
    hidden.set_weights([np.array(w) for w in weights[:2]])
    output.set_weights([np.array(w) for w in weights[2:]])
    return model
