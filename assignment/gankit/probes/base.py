"""What a probe is, and how probes are found by name."""

from __future__ import annotations

import contextlib
import dis
import functools
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar

from gankit.probes.forms import Form

P = ParamSpec("P")
R = TypeVar("R", covariant=True)
Function = Callable[..., Any]


class Probe(Generic[P, R]):
    """A probe: a function whose first argument is a student's function or class."""

    def __init__(self, body: Callable[Concatenate[Function, P], R], answer: Callable[..., Form]):
        """Take what runs beside the student's code, and what makes the answer's form."""
        self.body, self._answer = body, answer
        functools.update_wrapper(self, body)

    def __call__(self, function: Any, *args: P.args, **kwargs: P.kwargs) -> R:
        """Run it.

        If ``function`` is not the thing itself but a stand-in for it in another process, its method
        ``run_probe(name, args)`` is called instead, which runs the same body over there.

        Raises:
            AssertionError: if ``function`` is not defined yet.
        """
        if hasattr(function, "run_probe"):
            given = inspect.signature(self.body).bind(function, *args, **kwargs).arguments
            return function.run_probe(self.body.__name__, dict(list(given.items())[1:]))  # type: ignore[no-any-return]
        assert callable(function), "This is not defined yet. Run the cell that defines it."
        return self.body(function, *args, **kwargs)

    def form(self, arguments: dict[str, Any]) -> Form:
        """Return what the answer looks like to a call with these arguments."""
        given = inspect.signature(self.body).bind(None, **arguments)
        given.apply_defaults()
        return self._answer(**dict(list(given.arguments.items())[1:]))


def probe(
    body: None = None, /, *, answer: Callable[..., Form] | None = None
) -> Callable[[Callable[Concatenate[Function, P], R]], Probe[P, R]]:
    """Return what makes a function a probe.

    ``answer`` gets what the probe was asked for, by name, and returns the form of the answer.

    Raises:
        TypeError: without it.
    """
    if answer is None:
        name = getattr(body, "__name__", "a probe")
        raise TypeError(
            f"{name} does not say what its answer looks like: write @probe(answer=…), with a form "
            "of gankit.probes.forms that follows from what it is asked for."
        )
    form = answer
    return lambda body: Probe(body, form)


@contextlib.contextmanager
def usual_layers() -> Iterator[None]:
    """In the block layers compute in float32, channels last, whatever a notebook has set."""
    import keras

    policy, order = keras.config.dtype_policy(), keras.config.image_data_format()
    keras.config.set_dtype_policy("float32")
    keras.config.set_image_data_format("channels_last")
    try:
        yield
    finally:
        keras.config.set_dtype_policy(policy)
        keras.config.set_image_data_format(order)


@functools.cache
def probes_in(package: str) -> dict[str, Probe[..., Any]]:
    """Return the probes of all modules of a package by name.

    Modules whose names begin with an underscore are not looked at.

    Raises:
        ValueError: if two modules have a probe of the same name.
    """
    probes: dict[str, Probe[..., Any]] = {}
    for entry in pkgutil.iter_modules(import_module(package).__path__, f"{package}."):
        if entry.name.rpartition(".")[2].startswith("_"):
            continue
        for name, value in vars(import_module(entry.name)).items():
            if isinstance(value, Probe) and value.__module__ == entry.name:
                if name in probes:
                    homes = f"{probes[name].__module__} and {entry.name}"
                    raise ValueError(f"{homes} both have a probe {name}; rename one of them")
                probes[name] = value
    return probes


def raised_by(function: Function, error: BaseException) -> bool:
    """Say whether a ``raise`` in the notebook of ``function`` made this error.

    It did not if an operation failed there, or if the error comes from a library.

    >>> def refuse(number):
    ...     raise ValueError("refused")
    >>> def fail(number):
    ...     return int("one")
    >>> for function in (refuse, fail):
    ...     try:
    ...         function(1)
    ...     except ValueError as error:
    ...         print(raised_by(function, error))
    True
    False
    """
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return False
    frame = trace.tb_frame
    operation = dis.opname[frame.f_code.co_code[trace.tb_lasti]]
    own = frame.f_globals is getattr(function, "__globals__", None)
    return own and operation == "RAISE_VARARGS"


def name_of(function: Function) -> str:
    """Return a student's function's name, for messages."""
    return str(getattr(function, "__name__", "The function"))
