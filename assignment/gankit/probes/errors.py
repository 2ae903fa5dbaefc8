"""Probes for functions that refuse what they are given."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from gankit.probes.base import Function, probe
from gankit.probes.forms import Anything, Items

MOST = 50


@probe(answer=lambda **_: Items(Anything(numbers=0, values=1), most=MOST, noun="name"))
def error_of(function: Function, args: Sequence[Any]) -> list[str]:
    """Call ``function(*args)``; return the names of the error's class and of those above it.

    Nothing, if there is no error.

    >>> error_of(int, ["one"])
    ['ValueError', 'Exception', 'BaseException', 'object']
    >>> error_of(int, ["1"])
    []
    """
    try:
        function(*args)
    except Exception as error:
        return [kind.__name__[:100] for kind in type(error).__mro__][:MOST]
    return []
