"""Probes for functions that measure how good samples are."""

from __future__ import annotations

import contextlib
import inspect
import pkgutil
import sys
from collections.abc import Iterator, Sequence
from types import CodeType, FrameType
from typing import Any

from gankit.probes.base import Function, name_of, probe
from gankit.probes.forms import ANYTHING


@probe(answer=lambda **_: ANYTHING)
def called_by_hand(function: Function, args: Sequence[Any], library: Sequence[str]) -> Any:
    """Call ``function(*args)``, which must not leave its work to these functions of a library.

    They are functions written in Python, named as in ``"statistics.mean"``, and are known whatever
    the notebook calls them.

    >>> import statistics
    >>> called_by_hand(sum, [[1, 2]], ["statistics.mean"])
    3
    >>> called_by_hand(lambda values: statistics.mean(values), [[1, 2]], ["statistics.mean"])
    Traceback (most recent call last):
    AssertionError: Write this one yourself: <lambda> should not call statistics.mean. Compare \
with it afterwards.
    """
    with _refused({code: name for name in library for code in _codes(name)}, name_of(function)):
        return function(*args)


def _codes(name: str) -> Iterator[CodeType]:
    """Yield the code of a library's function, and of what is wrapped around it."""
    function = pkgutil.resolve_name(name)
    while function is not None:
        if inspect.isfunction(function):
            yield function.__code__
        function = getattr(function, "__wrapped__", None)


@contextlib.contextmanager
def _refused(codes: dict[CodeType, str], what: str) -> Iterator[None]:
    """Keep the block from running these codes.

    Raises:
        AssertionError: where one is called.
    """

    def look(frame: FrameType, event: str, _: Any) -> None:
        if event == "call" and frame.f_code in codes:
            raise AssertionError(
                f"Write this one yourself: {what} should not call {codes[frame.f_code]}. Compare "
                "with it afterwards."
            )

    before = sys.gettrace()
    sys.settrace(look)
    try:
        yield
    finally:
        sys.settrace(before)
