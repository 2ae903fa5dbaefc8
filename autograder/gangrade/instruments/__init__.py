"""What hidden tests of trained questions do beside a student's code, and no submission may read.

An instrument is a probe that puts something in the place of a student's networks, or looks on
while they are trained. Its source crosses to the candidate with each request and is carried out
there under no name that an import finds. So a module of this package is complete in itself: it
imports gankit, NumPy, Keras and TensorFlow, and nothing of gangrade.
"""

from __future__ import annotations

import functools
import sys
from pathlib import Path
from typing import Any

from gankit.probes.base import Probe, probes_in


def __getattr__(name: str) -> Probe[..., Any]:
    """Return the instrument of this name, whichever module it lies in."""
    try:
        return probes_in(__name__)[name]
    except KeyError:
        raise AttributeError(f"There is no instrument {name} here.") from None


@functools.cache
def source_of(name: str) -> str:
    """Return the text of the module of an instrument; nothing if ``name`` is a probe of gankit's.

    Raises:
        KeyError: if there is neither.
    """
    instruments = probes_in(__name__)
    if name not in instruments:
        probes_in("gankit.probes")[name]
        return ""
    path = sys.modules[instruments[name].__module__].__file__
    assert path is not None
    return Path(path).read_text(encoding="utf-8")


def form_of(name: str, arguments: dict[str, Any]) -> Any:
    """Return what a probe's or an instrument's answer looks like, as ``Probe.form``."""
    known = {**probes_in("gankit.probes"), **probes_in(__name__)}
    return known[name].form(arguments)
