"""What the answer of a probe looks like: counts, shapes and types, before anything is computed.

Each probe says it beside its code, as a form that follows from what the probe was asked for: so
many items, arrays of these shapes. The grader compares an answer with its form before a test sees
it. What only a student may choose, such as the number of layers, has a bound.

>>> pair = Items(Array((2,)), count=2, noun="step")
>>> pair.check([np.zeros(2), np.ones(2)])
4
>>> pair.check([np.zeros(2), np.ones((2, 500))])
Traceback (most recent call last):
gankit.probes.forms.Mismatch: step 2
"""

from __future__ import annotations

import itertools
import math
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from gankit.curves import Curve
from gankit.networks import LAYERS, Layer, Network

MOST_NUMBERS = 1_000_000
"""In the arrays of an answer, where its request does not say how many there should be."""
MOST_VALUES = 100_000
"""In its lists and dicts."""
MOST_LETTERS = 100_000
MOST_LAYERS = 200
MOST_INPUTS = 1000
"""Connections between the layers of a network."""
MOST_WEIGHTS = 20_000_000
MOST_DIMENSIONS = 6
MOST_WHOLE = 1 << 40
"""Above every count and size; floating-point numbers may be larger."""

Where = tuple[str, ...]


@dataclass(frozen=True)
class Look:
    """How a value looks, as data that a sentence can be made of."""

    kind: str
    """One of nothing, truth, number, text, list, dict, array, curve, network, layer, any."""
    shape: tuple[int | None, ...] | None = None
    """Of an array; None in it stands for any size."""
    count: int | None = None
    """Items of a list or dict, letters of a text, layers of a network."""
    most: int | None = None
    """Where not their number is known, but a bound: of items, of numbers in arrays, of weights."""
    type: str = ""
    """Of an array's numbers."""
    names: tuple[str, ...] = ()
    """The keys of a dict."""
    finite: bool = True
    """Whether its numbers are."""

    @classmethod
    def read(cls, entry: Mapping[str, Any]) -> Look:
        """Return the look that ``dataclasses.asdict`` has made ``entry`` of."""
        shape = entry["shape"]
        read = {"shape": None if shape is None else tuple(shape), "names": tuple(entry["names"])}
        return cls(**{**entry, **read})


class Mismatch(Exception):  # noqa: N818
    """An answer does not have its form."""

    def __init__(self, where: Where, expected: Look, found: Look):
        """Take the place in the answer, and how it should look and does."""
        self.where, self.expected, self.found = where, expected, found
        super().__init__(", ".join(where))


def look(value: Any) -> Look:
    """Return how a value looks. No text of it is kept."""
    match value:
        case None:
            return Look("nothing")
        case bool():
            return Look("truth")
        case int() | float():
            return Look("number", finite=_is_finite(value))
        case str():
            return Look("text", count=len(value))
        case list() | tuple():
            return Look("list", count=len(value))
        case dict():
            return Look("dict", count=len(value))
        case np.ndarray() | np.generic():
            return Look("array", shape=value.shape, type=value.dtype.name, finite=_is_finite(value))
        case Curve():
            return Look("curve")
        case Network():
            return Look("network", count=len(value.layers))
    return Look("any")


def _is_finite(value: Any) -> bool:
    if isinstance(value, int):  # a large one is no float
        return True
    return bool(np.isfinite(value).all())


class Form(ABC):
    """How a part of an answer should look."""

    @abstractmethod
    def check(self, value: Any, where: Where = ()) -> int:
        """Return how many numbers the value holds.

        Raises:
            Mismatch: if it looks otherwise.
        """

    def open_parts(self, value: Any) -> Iterator[Any]:  # noqa: ARG002
        """Yield those parts of a value of this form whose looks it leaves open.

        >>> form = Items(Row((COUNT, ANYTHING), ("size", "result")))
        >>> [*form.open_parts([(3, "three"), (4, None)])]
        ['three', None]
        """
        yield from ()


@dataclass(frozen=True)
class Anything(Form):
    """Whatever a student's function returned, up to a size: the test knows what it should be."""

    numbers: int = MOST_NUMBERS
    values: int = MOST_VALUES

    def check(self, value: Any, where: Where = ()) -> int:
        """Count its numbers, values and letters, in all depths."""
        numbers = values = letters = 0
        rest = [value]
        while rest:
            item = rest.pop()
            values += 1
            match item:
                case np.ndarray():
                    numbers += item.size
                case str():
                    letters += len(item)
                case list() | tuple():
                    rest += item
                case dict():
                    letters += sum(map(len, item))
                    rest += item.values()
                case Network():
                    numbers += ANY_NETWORK.check(item, where)
            for count, most, kind in (
                (numbers, self.numbers, "array"),
                (values + len(rest), self.values, "list"),
                (letters, MOST_LETTERS, "text"),
            ):
                if count > most:
                    expected = Look("any" if kind != "text" else kind, most=most)
                    raise Mismatch(where, expected, Look(kind, count=count))
        return numbers + values

    def open_parts(self, value: Any) -> Iterator[Any]:
        """Yield all of it."""
        yield value


ANYTHING = Anything()
SMALL = Anything(numbers=1000, values=1000)
"""For what should be one number: the test says it if it is not."""


@dataclass(frozen=True)
class Truth(Form):
    """True or False.

    >>> Truth().check(True)
    1
    """

    def check(self, value: Any, where: Where = ()) -> int:
        """Compare its type."""
        if not isinstance(value, bool):
            raise Mismatch(where, Look("truth"), look(value))
        return 1


@dataclass(frozen=True)
class Number(Form):
    """One number."""

    whole: bool = False
    least: float = -math.inf
    finite: bool = True
    """Whether it has to be finite. Where the test has a sentence for others, it need not."""

    def check(self, value: Any, where: Where = ()) -> int:
        """Compare its type and size."""
        plain = value[()] if isinstance(value, np.ndarray) and value.shape == () else value
        kinds = (int, np.integer) if self.whole else (int, float, np.integer, np.floating)
        fits = (
            isinstance(plain, kinds)
            and not isinstance(plain, bool)
            and (not self.finite or (_is_finite(plain) and plain >= self.least))
            and (not self.whole or plain <= MOST_WHOLE)
        )
        if not fits:
            most = MOST_WHOLE if self.whole else None
            raise Mismatch(where, Look("number", most=most), look(value))
        return 1


COUNT = Number(whole=True, least=0)
ANY_NUMBER = Number(finite=False)


@dataclass(frozen=True)
class Array(Form):
    """An array of numbers."""

    shape: tuple[int | None, ...] | None = None
    """None in it stands for any size; without a shape, any will do."""
    most: int = MOST_NUMBERS
    """Numbers, where the shape does not say how many."""
    kinds: str = "biuf"
    """NumPy's letters of the types that will do: truth values, whole and other numbers."""
    finite: bool = False
    """Whether all have to be finite. Where the test has a sentence for others, they need not."""
    fewest: int = 0
    """Columns: how large the last size is at least, where it is free."""

    def check(self, value: Any, where: Where = ()) -> int:
        """Compare type, shape and size."""
        fits = (
            isinstance(value, (np.ndarray, np.generic))
            and value.dtype.kind in self.kinds
            and self._has_shape(value.shape)
            and value.size <= self._most()
            and not (self.finite and not np.isfinite(value).all())
        )
        if not fits:
            most = None if self._is_exact() else self._most()
            raise Mismatch(where, Look("array", shape=self.shape, most=most), look(value))
        return int(value.size)

    def open_parts(self, value: Any) -> Iterator[Any]:
        """Yield it, if sizes of its shape are free."""
        if not self._is_exact():
            yield value

    def _has_shape(self, shape: tuple[int, ...]) -> bool:
        if self.shape is None:
            return len(shape) <= MOST_DIMENSIONS
        return (
            len(shape) == len(self.shape)
            and all(size in (None, own) for size, own in zip(self.shape, shape, strict=True))
            and (not self.fewest or shape[-1] >= self.fewest)
        )

    def _is_exact(self) -> bool:
        return self.shape is not None and None not in self.shape

    def _most(self) -> int:
        if self.shape is not None and None not in self.shape:
            return math.prod(size for size in self.shape if size is not None)
        return self.most


@dataclass(frozen=True)
class Maybe(Form):
    """Something of a form, or None."""

    form: Form

    def check(self, value: Any, where: Where = ()) -> int:
        """Compare what is not None."""
        return 0 if value is None else self.form.check(value, where)

    def open_parts(self, value: Any) -> Iterator[Any]:
        """Yield those of what is not None."""
        return iter(()) if value is None else self.form.open_parts(value)


@dataclass(frozen=True)
class Items(Form):
    """A list or tuple of things of one form."""

    of: Form
    count: int | None = None
    most: int = MOST_VALUES
    """Of them, where their number does not follow from the request."""
    numbers: int | None = None
    """In all of them together."""
    noun: str = "value"

    def check(self, value: Any, where: Where = ()) -> int:
        """Compare their number, then each of them."""
        fits = isinstance(value, (list, tuple)) and (
            len(value) <= self.most if self.count is None else len(value) == self.count
        )
        if not fits:
            most = self.most if self.count is None else None
            raise Mismatch(where, Look("list", count=self.count, most=most), look(value))
        total = 0
        for number, item in enumerate(value, 1):
            total += self.of.check(item, (*where, f"{self.noun} {number}"))
            if self.numbers is not None and total > self.numbers:
                raise Mismatch(where, Look("any", most=self.numbers), Look("array", count=total))
        return total

    def open_parts(self, value: Any) -> Iterator[Any]:
        """Yield those of each item."""
        return itertools.chain.from_iterable(map(self.of.open_parts, value))


@dataclass(frozen=True)
class Row(Form):
    """A list or tuple of things of different forms."""

    forms: tuple[Form, ...]
    nouns: tuple[str, ...]

    def check(self, value: Any, where: Where = ()) -> int:
        """Compare their number, then each of them."""
        if not isinstance(value, (list, tuple)) or len(value) != len(self.forms):
            raise Mismatch(where, Look("list", count=len(self.forms)), look(value))
        parts = zip(self.forms, value, self.nouns, strict=True)
        return sum(form.check(item, (*where, noun)) for form, item, noun in parts)

    def open_parts(self, value: Any) -> Iterator[Any]:
        """Yield those of each part."""
        for form, item in zip(self.forms, value, strict=True):
            yield from form.open_parts(item)


@dataclass(frozen=True)
class Fields(Form):
    """A dict with just these keys."""

    forms: Mapping[str, Form]

    def check(self, value: Any, where: Where = ()) -> int:
        """Compare the keys, then each value."""
        if not isinstance(value, dict) or value.keys() != self.forms.keys():
            raise Mismatch(where, Look("dict", names=tuple(self.forms)), look(value))
        return sum(form.check(value[name], (*where, name)) for name, form in self.forms.items())

    def open_parts(self, value: Any) -> Iterator[Any]:
        """Yield those of each value."""
        for name, form in self.forms.items():
            yield from form.open_parts(value[name])


@dataclass(frozen=True)
class Described(Form):
    """A network as ``gankit.networks.describe`` gives it, whatever its layers are."""

    weights: int = MOST_WEIGHTS

    def check(self, value: Any, where: Where = ()) -> int:
        """Compare the counts of layers and weights, and the kinds of what layers hold."""
        if not isinstance(value, Network) or not 1 <= len(value.layers) <= MOST_LAYERS:
            raise Mismatch(where, Look("network", most=MOST_LAYERS), look(value))
        total = sum(w.size for layer in value.layers for w in layer.weights)
        inputs = sum(len(layer.inputs) for layer in value.layers)
        if total > self.weights or inputs > MOST_INPUTS:
            raise Mismatch(where, Look("weights", most=self.weights), Look("weights", count=total))
        for number, layer in enumerate(value.layers, 1):
            place = (*where, f"layer {number}")
            if not _is_plain(layer, first=number == 1):
                raise Mismatch(place, Look("layer"), Look("any"))
            for weights in layer.weights:
                if weights.dtype != np.float32 or weights.ndim > MOST_DIMENSIONS:
                    raise Mismatch(place, Look("array", type="float32"), look(weights))
        return total


_KERNELS = {"Dense": 2, "Conv2D": 4, "Conv2DTranspose": 4}
"""Dimensions of the first weights of a layer that multiplies by them."""


def _is_plain(layer: Layer, first: bool) -> bool:
    """Whether a layer has the options of its kind, none that is large, and its kernel."""
    dimensions = _KERNELS.get(layer.kind)
    if dimensions and not (
        layer.weights and layer.weights[0].ndim == dimensions and layer.weights[0].size
    ):
        return False
    shape = layer.options.get("shape", ())
    sizes = isinstance(shape, (list, tuple)) and all(type(n) is int and n > 0 for n in shape)
    return (
        set(layer.options) == set(LAYERS.get(layer.kind, ()))
        and (layer.kind == "InputLayer") == first
        and sizes
        and len(layer.weights) <= 10
        and all(_is_short(value) for value in layer.options.values())
    )


def _is_short(value: Any, depth: int = 0) -> bool:
    if isinstance(value, (list, tuple)):
        return (
            len(value) <= MOST_DIMENSIONS
            and depth < 3
            and all(_is_short(item, depth + 1) for item in value)
        )
    if isinstance(value, str):
        return len(value) <= 100
    return value is None or (isinstance(value, (int, float)) and abs(value) <= MOST_WHOLE)


ANY_NETWORK = Described()


def networks(count: int) -> Items:
    """Return the form of so many networks, of any sizes that are not too large together."""
    return Items(ANY_NETWORK, count, numbers=MOST_WEIGHTS, noun="network")


def history(steps: int) -> Array:
    """Return the form of a list of losses: one for a step, an epoch, or a few for each step.

    They need not be finite: a test says it if they should be.
    """
    return Array((None,), most=max(10_000, 10 * steps), kinds="f")


def weights_like(weights: Sequence[Any]) -> Row:
    """Return the form of arrays of the same shapes."""
    forms = tuple(Array(np.shape(array), kinds="f") for array in weights)
    return Row(forms, tuple(f"array {number}" for number in range(1, len(forms) + 1)))
