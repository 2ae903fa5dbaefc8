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

MAX_JSON = 16_000_000
"""Bytes of the JSON text of a frame."""
MAX_ARRAYS = 256_000_000
"""Bytes of all arrays of a frame together."""
MAX_COEFFICIENTS = 100
MAX_DEPTH = 16
MAX_ITEMS = 1_000_000

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
    blobs: list[bytes] = []
    try:
        text = json.dumps(_pack(value, blobs, 0)).encode()
    except (ValueError, RecursionError) as error:
        raise Refused(f"a value cannot be written down: {error}") from None
    arrays = b"".join(blobs)
    if len(text) > MAX_JSON or len(arrays) > MAX_ARRAYS:
        raise Refused(f"the values are too large: {(len(text) + len(arrays)) / 1e6:.0f} MB")
    return _HEADER.pack(len(text), len(arrays)) + text + arrays


def decode(text: bytes, arrays: bytes) -> Any:
    """Return the value of a frame, given its two parts.

    Raises:
        Refused: if the frame is not one that ``encode`` could have made.
    """
    try:
        tree = json.loads(text)
        return _Unpack(arrays).value(tree, 0)
    except Refused:
        raise
    except (
        *(ValueError, TypeError, KeyError, IndexError, AttributeError),
        *(OverflowError, RecursionError, MemoryError),
    ) as error:
        raise Refused(f"a damaged frame arrived ({type(error).__name__})") from None


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
        raise Refused(f"the values are too large: {(text_size + arrays_size) / 1e6:.0f} MB")
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


def _pack(value: Any, blobs: list[bytes], depth: int) -> Any:
    """Return ``value`` as JSON; arrays, tuples and the like become dicts with one tag."""
    if depth > MAX_DEPTH:
        raise Refused(f"a value is nested more than {MAX_DEPTH} levels deep")
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, (int, float)):
        return _pack_number(value)
    if isinstance(value, (np.ndarray, np.generic)):
        return _pack_array(np.asarray(value), blobs)
    if isinstance(value, list):
        return [_pack(item, blobs, depth + 1) for item in value]
    if isinstance(value, tuple):
        return {"tuple": [_pack(item, blobs, depth + 1) for item in value]}
    if isinstance(value, dict):
        if not all(isinstance(key, str) for key in value):
            raise Refused("a dict has a key that is not a text")
        return {"dict": [[key, _pack(item, blobs, depth + 1)] for key, item in value.items()]}
    if isinstance(value, Curve):
        if value.coefficients is not None:
            return {"curve": [float(c) for c in value.coefficients]}
        name = next((name for name, curve in NAMED.items() if curve is value), None)
        if name is None:
            raise Refused("a curve is neither a polynomial nor one of gankit's")
        return {"curve": name}
    if isinstance(value, Network):
        return {
            "network": [
                {
                    "kind": layer.kind,
                    "options": _pack(layer.options, blobs, depth + 2),
                    "inputs": list(layer.inputs),
                    "weights": [_pack_array(w, blobs) for w in layer.weights],
                }
                for layer in value.layers
            ]
        }
    if hasattr(value, "numpy") and callable(value.numpy):  # a tensor or a Keras variable
        return _pack_array(np.asarray(value.numpy()), blobs)
    raise Refused(f"an object of type {type(value).__name__} is not a number, text, list or array")


def _pack_number(value: float) -> Any:
    if isinstance(value, int):
        if abs(value) >= 1 << 63:
            raise Refused("a whole number has more than 63 bits")
        return int(value)
    return float(value) if math.isfinite(value) else {"float": str(float(value))}


def _pack_array(array: Any, blobs: list[bytes]) -> Any:
    if array.dtype.name not in _DTYPES:
        raise Refused(f"an array holds values of type {array.dtype}, not numbers")
    if array.nbytes > MAX_ARRAYS:  # before it is copied
        raise Refused(f"the values are too large: {array.nbytes / 1e6:.0f} MB")
    blobs.append(array.astype(array.dtype.newbyteorder("="), copy=False).tobytes())
    return {"array": array.dtype.name, "shape": list(array.shape)}


class _Unpack:
    def __init__(self, arrays: bytes):
        self.arrays = arrays
        self.position = 0
        self.items = 0

    def value(self, tree: Any, depth: int) -> Any:
        self.items += 1
        if depth > MAX_DEPTH or self.items > MAX_ITEMS:
            raise Refused("a value is nested too deep or has too many items")
        if tree is None or isinstance(tree, (bool, str, float)):
            return tree
        if isinstance(tree, int):
            return int(_pack_number(tree))
        if isinstance(tree, list):
            return [self.value(item, depth + 1) for item in tree]
        if "array" in tree:
            return self.array(tree)
        if "network" in tree:
            return Network(tuple(self.layer(item, depth + 2) for item in tree["network"]))
        if len(tree) != 1:
            raise Refused("a damaged frame arrived (unknown tag)")
        (tag, content), *_ = tree.items()
        if tag == "tuple":
            return tuple(self.value(list(content), depth))
        if tag == "dict":
            return {_text(key): self.value(item, depth + 1) for key, item in content}
        if tag == "float":
            return float({"nan": "nan", "inf": "inf", "-inf": "-inf"}[content])
        if tag == "curve":
            if isinstance(content, str):
                return NAMED[content]
            return polynomial(content[:MAX_COEFFICIENTS])
        raise Refused("a damaged frame arrived (unknown tag)")

    def array(self, tree: dict[str, Any]) -> Any:
        if tree["array"] not in _DTYPES:
            raise Refused("an array holds values that are not numbers")
        dtype = np.dtype(tree["array"])
        shape = [_index(size) for size in tree["shape"]]
        if len(shape) > 8:
            raise Refused("an array has more than 8 dimensions")
        end = self.position + math.prod(shape) * dtype.itemsize
        if end > len(self.arrays):
            raise Refused("an array is shorter than its shape says")
        part = self.arrays[self.position : end]
        self.position = end
        return np.frombuffer(part, dtype=dtype).reshape(shape).copy()

    def layer(self, tree: dict[str, Any], depth: int) -> Layer:
        self.items += 1
        if self.items > MAX_ITEMS or tree["kind"] not in LAYERS:
            raise Refused("a network has an unknown layer, or too many of them")
        return Layer(
            kind=_text(tree["kind"]),
            options={_text(key): item for key, item in self.value(tree["options"], depth).items()},
            inputs=tuple(_index(number) for number in tree["inputs"]),
            weights=tuple(self.array(item) for item in tree["weights"]),
        )


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise Refused("a key is not a text")
    return value


def _index(value: Any) -> int:
    if type(value) is not int or not 0 <= value < 1 << 40:
        raise Refused("a size or a number of a layer is not a whole number")
    return int(value)
