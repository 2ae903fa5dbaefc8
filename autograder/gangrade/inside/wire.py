"""Values between two processes: one frame is a JSON text and the bytes of its arrays.

Only values cross, never objects: None, truth values, numbers, texts, lists, tuples, dicts with text
keys, numpy arrays of numbers, and gankit's curves and networks. Whatever arrives is checked before
anything is made of it; nothing that arrives is ever executed or unpickled.
"""

from __future__ import annotations

import json
import math
import socket
import struct
from collections.abc import Callable
from typing import Any

import numpy as np
from gankit.curves import NAMED, Curve, polynomial
from gankit.networks import LAYERS, Layer, Network

MAX_JSON = 4_000_000
"""Bytes of the JSON text of a frame. Parsed, a hostile one takes up to 50 times that."""
MAX_ARRAYS = 100_000_000
"""Bytes of all arrays of a frame together: the largest network that may be run, and more."""
MAX_DEPTH = 16
MAX_ITEMS = 500_000
MAX_DIMENSIONS = 8
MAX_CURVES = 1000
MAX_COEFFICIENTS = 100

_HEADER = struct.Struct("!QQ")
_DTYPES = {
    np.dtype(kind).name
    for kind in ("bool", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8")
}


class Refused(Exception):  # noqa: N818
    """A value that must not or cannot cross. The message says which and why."""


class Closed(Exception):  # noqa: N818
    """The other process has closed its end: it has ended."""


def encode(value: Any) -> bytes:
    """Return the frame for ``value``.

    Raises:
        Refused: if it holds anything but the kinds of values named above, or too much.
    """
    pack = _Pack()
    try:
        text = json.dumps(pack.value(value, 0)).encode()
    except (ValueError, RecursionError) as error:
        raise Refused(f"a value cannot be written down: {error}") from None
    arrays = b"".join(pack.blobs)
    if len(text) > MAX_JSON:
        raise _too_large(len(text))
    return _HEADER.pack(len(text), len(arrays)) + text + arrays


def decode(text: bytes, arrays: bytes) -> Any:
    """Return the value of a frame, given its two parts.

    Raises:
        Refused: if it is damaged, or holds anything but what ``encode`` takes, or too much.
    """
    try:
        tree = json.loads(text)
        return _Unpack(arrays).value(tree, 0)
    except Refused:
        raise
    except (
        *(ValueError, TypeError, KeyError, IndexError, AttributeError),
        *(OverflowError, RecursionError),
    ) as error:
        raise Refused(f"a damaged frame arrived ({type(error).__name__})") from None


def unpacked(frame: bytes) -> Any:
    """Return the value of a whole frame.

    Raises:
        Refused: as ``decode``.
    """
    text_size, arrays_size = _HEADER.unpack_from(frame)
    start = _HEADER.size + text_size
    return decode(frame[_HEADER.size : start], frame[start : start + arrays_size])


def send(connection: socket.socket, value: Any) -> None:
    """Send one value.

    Raises:
        Refused: as ``encode``. Nothing was sent then.
        Closed: if the other end is closed.
    """
    frame = encode(value)
    try:
        connection.sendall(frame)
    except (BrokenPipeError, ConnectionResetError):
        raise Closed from None


def receive(connection: socket.socket, read: Callable[[int], bytes] | None = None) -> Any:
    """Wait for one value and return it; ``read(n)`` gives the next n bytes, if not the socket.

    Raises:
        Refused: if what arrives is not a frame, or too large.
        Closed: if the other end is closed before a whole frame has come.
    """
    read = read or (lambda count: read_exactly(connection, count))
    text_size, arrays_size = _HEADER.unpack(read(_HEADER.size))
    if text_size > MAX_JSON or arrays_size > MAX_ARRAYS:
        raise _too_large(text_size + arrays_size)
    return decode(read(text_size), read(arrays_size))


def read_exactly(connection: socket.socket, count: int) -> bytes:
    """Return the next ``count`` bytes.

    Raises:
        Closed: if the other end closes before.
    """
    data = bytearray()
    while len(data) < count:
        try:
            part = connection.recv(min(count - len(data), 1 << 20))
        except ConnectionResetError:
            part = b""
        if not part:
            raise Closed
        data += part
    return bytes(data)


class _Limits:
    """Counts what a frame holds; both ends have the same limits."""

    def __init__(self) -> None:
        self.items = 0
        self.curves = 0

    def count(self, items: int, depth: int = 0) -> None:
        self.items += items
        if depth > MAX_DEPTH:
            raise Refused(f"a value is nested more than {MAX_DEPTH} levels deep")
        if self.items > MAX_ITEMS:
            raise Refused(f"a value has more than {MAX_ITEMS} items")

    def count_curve(self, coefficients: int) -> None:
        self.curves += 1
        if coefficients > MAX_COEFFICIENTS or self.curves > MAX_CURVES:
            raise Refused("a polynomial has too many coefficients, or there are too many curves")


class _Pack(_Limits):
    """Makes JSON of a value; arrays, tuples and the like become dicts with one tag."""

    def __init__(self) -> None:
        super().__init__()
        self.blobs: list[bytes] = []
        self.bytes = 0

    def value(self, value: Any, depth: int) -> Any:
        self.count(1, depth)
        if value is None or isinstance(value, (bool, str)):
            return value
        if isinstance(value, (int, float)):
            return _pack_number(value)
        if isinstance(value, (np.ndarray, np.generic)):
            return self.array(np.asarray(value))
        if isinstance(value, list):
            return [self.value(item, depth + 1) for item in value]
        if isinstance(value, tuple):
            return {"tuple": [self.value(item, depth + 1) for item in value]}
        if isinstance(value, dict):
            if not all(isinstance(key, str) for key in value):
                raise Refused("a dict has a key that is not a text")
            return {"dict": [[key, self.value(item, depth + 1)] for key, item in value.items()]}
        if isinstance(value, Curve):
            return self.curve(value)
        if isinstance(value, Network):
            return {"network": [self.layer(layer, depth + 2) for layer in value.layers]}
        if hasattr(value, "numpy") and callable(value.numpy):  # a tensor or a Keras variable
            return self.array(np.asarray(value.numpy()))
        name = type(value).__name__
        raise Refused(f"an object of type {name} is not a number, text, list or array")

    def curve(self, curve: Curve) -> Any:
        if curve.coefficients is not None:
            self.count_curve(len(curve.coefficients))
            return {"curve": [float(c) for c in curve.coefficients]}
        name = next((name for name, candidate in NAMED.items() if candidate is curve), None)
        if name is None:
            raise Refused("a curve is neither a polynomial nor one of gankit's")
        return {"curve": name}

    def layer(self, layer: Layer, depth: int) -> Any:
        self.count(1 + len(layer.inputs) + len(layer.weights))
        return {
            "kind": layer.kind,
            "options": self.value(layer.options, depth),
            "inputs": list(layer.inputs),
            "weights": [self.array(array) for array in layer.weights],
        }

    def array(self, array: Any) -> Any:
        if array.dtype.name == "bfloat16":  # of mixed precision; NumPy has no such type
            array = array.astype(np.float32)
        if array.dtype.name not in _DTYPES:
            raise Refused(f"an array holds values of type {array.dtype}, not numbers")
        if array.ndim > MAX_DIMENSIONS:
            raise Refused(f"an array has more than {MAX_DIMENSIONS} dimensions")
        self.bytes += array.nbytes
        if self.bytes > MAX_ARRAYS:  # before it is copied
            raise _too_large(self.bytes)
        self.blobs.append(array.astype(array.dtype.newbyteorder("="), copy=False).tobytes())
        return {"array": array.dtype.name, "shape": [_index(size) for size in array.shape]}


class _Unpack(_Limits):
    """Makes a value of JSON that may be anything."""

    def __init__(self, arrays: bytes):
        super().__init__()
        self.arrays = arrays
        self.position = 0

    def value(self, tree: Any, depth: int) -> Any:
        self.count(1, depth)
        if tree is None or isinstance(tree, (bool, str, float)):
            return tree
        if isinstance(tree, int):
            return _pack_number(tree)
        if isinstance(tree, list):
            return [self.value(item, depth + 1) for item in tree]
        if "array" in tree:
            return self.array(tree)
        if len(tree) != 1:
            raise Refused("a damaged frame arrived (unknown tag)")
        ((tag, content),) = tree.items()
        if tag == "float":
            return float({"nan": "nan", "inf": "inf", "-inf": "-inf"}[content])
        if tag == "curve" and isinstance(content, str):
            return NAMED[content]
        if not isinstance(content, list):
            raise Refused("a damaged frame arrived (unknown tag)")
        if tag == "tuple":
            return tuple(self.value(item, depth + 1) for item in content)
        if tag == "dict":
            return {_text(key): self.value(item, depth + 1) for key, item in content}
        if tag == "curve":
            self.count_curve(len(content))
            return polynomial(content)
        if tag == "network":
            return Network(tuple(self.layer(item, depth + 2) for item in content))
        raise Refused("a damaged frame arrived (unknown tag)")

    def array(self, tree: dict[str, Any]) -> Any:
        if tree["array"] not in _DTYPES:
            raise Refused("an array holds values that are not numbers")
        dtype = np.dtype(tree["array"])
        shape = [_index(size) for size in tree["shape"]]
        if len(shape) > MAX_DIMENSIONS:
            raise Refused(f"an array has more than {MAX_DIMENSIONS} dimensions")
        start, count = self.position, math.prod(shape)
        self.position += count * dtype.itemsize
        if self.position > len(self.arrays):
            raise Refused("an array is shorter than its shape says")
        if dtype.kind == "b":  # one with other bytes than 0 and 1 would be counted wrong
            array = np.frombuffer(self.arrays, np.uint8, count, start) != 0
        else:
            array = np.frombuffer(self.arrays, dtype, count, start).copy()
        return array.reshape(shape)

    def layer(self, tree: dict[str, Any], depth: int) -> Layer:
        if tree["kind"] not in LAYERS:
            raise Refused("a network has an unknown layer")
        self.count(1 + len(tree["inputs"]) + len(tree["weights"]))
        options = self.value(tree["options"], depth)
        if not isinstance(options, dict):
            raise Refused("the options of a layer are not a dict")
        return Layer(
            kind=_text(tree["kind"]),
            options=options,
            inputs=tuple(_index(number) for number in tree["inputs"]),
            weights=tuple(self.array(item) for item in tree["weights"]),
        )


def _pack_number(value: float) -> Any:
    if isinstance(value, int):
        if abs(value) >= 1 << 63:
            raise Refused("a whole number has more than 63 bits")
        return int(value)
    return float(value) if math.isfinite(value) else {"float": str(float(value))}


def _too_large(size: int) -> Refused:
    return Refused(f"the values are too large: {size / 1e6:.0f} MB")


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise Refused("a key is not a text")
    return value


def _index(value: Any) -> int:
    if type(value) is not int or not 0 <= value < 1 << 40:
        raise Refused("a size or the number of a layer is no whole number or out of range")
    return int(value)
