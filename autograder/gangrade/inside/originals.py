"""What measuring relies on, as it was before any code of a student's ran."""

from __future__ import annotations

import sys
from types import FunctionType, ModuleType
from typing import Any

OF_MODULES = {
    "builtins": (
        *("abs", "all", "any", "dict", "enumerate", "float", "getattr", "hasattr", "int"),
        *("isinstance", "issubclass", "len", "list", "max", "min", "range", "reversed", "set"),
        *("sorted", "str", "sum", "tuple", "type", "zip"),
    ),
    "numpy": (
        *("allclose", "array", "asarray", "concatenate", "isfinite", "linspace", "ndarray", "prod"),
        *("reshape", "roll", "sqrt", "squeeze", "zeros"),
    ),
    "numpy.random": ("default_rng",),
    "keras.utils": ("clear_session", "set_random_seed"),
    "tensorflow": ("IndexedSlices", "Variable", "cast", "concat", "convert_to_tensor", "reshape"),
}
"""Names of libraries that probes and instruments use."""
OF_LAYERS = (
    *("InputLayer", "Dense", "Flatten", "Rescaling", "RepeatVector", "Reshape"),
    *("GlobalAveragePooling1D", "BatchNormalization", "LeakyReLU", "ReLU"),
)
"""Of keras.layers. What students make networks of may be other things in ``keras.layers`` itself;
what is compared is what these classes do."""


class Replaced(Exception):  # noqa: N818
    """Something that measuring relies on is another thing now, and cannot be put back."""


class Originals:
    """What the names stand for, and the code of the functions among it."""

    def __init__(self) -> None:
        """Look them up."""
        self._entries: list[tuple[Any, str, Any, tuple[Any, ...]]] = []
        for library, names in OF_MODULES.items():
            self._keep(sys.modules[library], names)
        for module in [m for name, m in sys.modules.items() if name.split(".")[0] == "gankit"]:
            self._keep(module, [n for n, value in vars(module).items() if callable(value)])
            for value in list(vars(module).values()):
                if isinstance(value, type) and value.__module__ == module.__name__:
                    self._keep_class(value)
        import keras

        functional = type(keras.Model(tensor := keras.Input((1,)), tensor))
        variable = keras.Variable.__mro__[:-1]
        layers = [getattr(keras.layers, name) for name in OF_LAYERS]
        for kind in (keras.Layer, keras.Model, keras.Sequential, functional, *variable, *layers):
            self._keep_class(kind)

    def _keep(self, owner: ModuleType, names: Any) -> None:
        for name in names:
            value = getattr(owner, name)
            self._entries.append((owner, name, value, _inside(value)))

    def _keep_class(self, kind: type) -> None:
        for name, value in list(vars(kind).items()):
            if callable(value) or isinstance(value, (property, classmethod, staticmethod)):
                self._entries.append((kind, name, value, _inside(value)))

    def restore(self) -> list[str]:
        """Put back what is another thing now; return the names of what was.

        Raises:
            Replaced: with the first name of what cannot be put back.
        """
        found = []
        for owner, name, value, inside in self._entries:
            if vars(owner).get(name) is not value and _looked_up(owner, name) is not value:
                found.append(f"{owner.__name__}.{name}")
                try:
                    setattr(owner, name, value)
                except Exception:
                    raise Replaced(found[-1]) from None
            if inside and any(a is not b for a, b in zip(_inside(value), inside, strict=True)):
                found.append(f"{owner.__name__}.{name}")
                try:
                    value.__code__, value.__defaults__, value.__kwdefaults__ = inside
                except Exception:
                    raise Replaced(found[-1]) from None
        return found


def _looked_up(owner: Any, name: str) -> Any:
    """Return what a module's name stands for: some of them are made when they are asked for."""
    return getattr(owner, name, None) if isinstance(owner, ModuleType) else None


def _inside(value: Any) -> tuple[Any, ...]:
    """Return what a function does when it is called, which somebody may have exchanged in it."""
    if not isinstance(value, FunctionType):
        return ()
    return value.__code__, value.__defaults__, value.__kwdefaults__
