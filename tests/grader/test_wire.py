"""Values between processes: what crosses comes out equal, and nothing else comes out."""

from __future__ import annotations

import contextlib
import json
import math
import socket
import threading
import tracemalloc
from collections.abc import Callable
from typing import Any

import gankit
import numpy as np
import pytest
from gangrade.inside import wire
from gangrade.inside.wire import Closed, Refused
from gankit.curves import NAMED, Curve
from gankit.networks import LAYERS, Layer, Network

NETWORK = Network(
    (
        Layer("InputLayer", {"shape": [3]}, (), ()),
        Layer(
            "Dense",
            {"units": 2, "use_bias": True, "activation": "relu"},
            (0,),
            (np.arange(6, dtype="f4").reshape(3, 2) / 7, np.zeros(2, "f4")),
        ),
        Layer("Add", {}, (1, 1), ()),
        Layer("ReLU", {"max_value": None, "negative_slope": math.inf, "threshold": 0.5}, (2,), ()),
    )
)


def parts(frame: bytes) -> tuple[bytes, bytes]:
    """Return the JSON text and the arrays of a frame."""
    text_size, arrays_size = wire._HEADER.unpack_from(frame)
    start = wire._HEADER.size
    assert len(frame) == start + text_size + arrays_size
    return frame[start : start + text_size], frame[start + text_size :]


def crossed(value: Any) -> Any:
    return wire.decode(*parts(wire.encode(value)))


def assert_same(first: Any, second: Any) -> None:
    """Equal in type, structure and values; NaN equals NaN, 0.0 is not -0.0."""
    assert type(first) is type(second)
    if isinstance(first, (list, tuple)):
        assert len(first) == len(second)
        for one, two in zip(first, second, strict=True):
            assert_same(one, two)
    elif isinstance(first, dict):
        assert list(first) == list(second)
        for key in first:
            assert_same(first[key], second[key])
    elif isinstance(first, np.ndarray):
        assert first.dtype == second.dtype
        np.testing.assert_array_equal(first, second)
        assert first.shape == second.shape
    elif isinstance(first, Network):
        assert len(first.layers) == len(second.layers)
        for one, two in zip(first.layers, second.layers, strict=True):
            assert_same([one.kind, one.options, one.inputs], [two.kind, two.options, two.inputs])
            assert_same(one.weights, two.weights)
    elif isinstance(first, Curve):
        assert_same(first.coefficients, second.coefficients)
        assert first.coefficients is not None or first is second
    elif isinstance(first, float):
        assert repr(first) == repr(second)
    else:
        assert first == second


@pytest.mark.parametrize(
    "value",
    [
        *(None, True, False, 0, -1, 2**63 - 1, -(2**63) + 1),
        *(0.0, -0.1, 1e-320, 1e308, math.inf, -math.inf, math.nan),
        *("", "plain", "Ünïcode ∀ 😀 \x00 \n", "\ud800"),
        *([], (), {}, [[], ()], [1, (2, [3.5, None])], (1,), ((1, 2), "a")),
        {"a": 1, "": {"array": [1], "tuple": (), "dict": {}, "network": 2, "curve": 3, "float": 4}},
        {"array": "float32", "shape": [2]},
        {"float": "nan"},
    ],
    ids=repr,
)
def test_plain_values_round_trip(value: Any) -> None:
    assert_same(crossed(value), value)


@pytest.mark.parametrize("dtype", sorted(wire._DTYPES))
@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 0, 4), (2, 3), (1, 2, 1, 3)], ids=str)
def test_arrays_round_trip(dtype: str, shape: tuple[int, ...]) -> None:
    numbers = np.arange(math.prod(shape)).reshape(shape)
    assert_same(crossed(numbers.astype(dtype)), numbers.astype(dtype))


@pytest.mark.parametrize(
    "array",
    [
        np.arange(12.0).reshape(3, 4).T,
        np.asfortranarray(np.arange(12.0).reshape(3, 4)),
        np.arange(12.0).reshape(3, 4)[::-1, ::2],
        np.broadcast_to(np.float32(2), (2, 3)),
        np.arange(5, dtype=">f4"),
        np.arange(5, dtype=">i8"),
        np.array([np.nan, np.inf, -0.0]),
    ],
)
def test_arrays_of_any_layout_round_trip(array: Any) -> None:
    assert_same(crossed(array), np.array(array, dtype=array.dtype.newbyteorder("="), order="C"))


def test_arrays_that_arrive_are_own_copies() -> None:
    array = crossed(np.zeros(3))
    array[0] = 1
    assert array.flags.owndata or array.base.flags.writeable


def test_numpy_scalars_cross_as_numbers() -> None:
    assert crossed(np.float64(0.5)) == 0.5
    assert crossed(np.float32(0.5)).shape == ()
    assert crossed(np.int64(7)) == 7
    assert bool(crossed(np.bool_(True))) is True


def test_several_arrays_keep_their_order() -> None:
    value = {"a": [np.arange(3), np.ones((2, 2), "f4")], "b": (np.zeros(0), np.array(5))}
    assert_same(crossed(value), value)


def test_curves_cross() -> None:
    x = np.linspace(-0.5, 0.5, 7, dtype="f4")
    for curve in (gankit.parabola, gankit.cubic, gankit.absolute, gankit.sine):
        assert crossed([curve])[0] is curve
    drawn = gankit.random_cubic(np.random.default_rng(1))
    for curve in (drawn, gankit.polynomial([0.5]), gankit.polynomial([0, 1])):
        other = crossed(curve)
        assert other.coefficients == curve.coefficients
        np.testing.assert_array_equal(other(x), curve(x))


def test_networks_cross() -> None:
    assert_same(crossed({"g": [NETWORK, NETWORK]}), {"g": [NETWORK, NETWORK]})


class Thing:
    pass


class Tensor:
    """Like a tensor of TensorFlow."""

    def __init__(self, values: Any):
        self.values = values

    def numpy(self) -> Any:
        return self.values


def test_tensors_cross_as_arrays() -> None:
    assert_same(crossed(Tensor(np.ones(2, "f4"))), np.ones(2, "f4"))
    assert crossed(Tensor(3.0)) == 3.0


def nested(levels: int, wrap: Callable[[Any], Any] = lambda inner: [inner]) -> Any:
    value: Any = 0
    for _ in range(levels):
        value = wrap(value)
    return value


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (Thing(), "type Thing"),
        ([1, {"a": Thing()}], "type Thing"),
        (Thing, "type type"),
        (len, "builtin_function_or_method"),
        ({1, 2}, "type set"),
        (b"bytes", "type bytes"),
        (1j, "type complex"),
        (np.array([Thing()]), "type object"),
        (np.array(["a"]), "<U1"),
        (np.array([1j]), "complex128"),
        (np.zeros(1, "M8[s]"), "datetime64"),
        (np.zeros(1, [("a", "f4")]), "not numbers"),
        (np.zeros(1, "g"), "not numbers"),
        (np.zeros((0, 2**40)), "out of range"),
        ({1: 2}, "key that is not a text"),
        ({("a",): 2}, "key that is not a text"),
        (2**63, "63 bits"),
        (-(10**5000), "63 bits"),
        (nested(17), "16 levels deep"),
        (nested(17, lambda inner: (inner,)), "16 levels deep"),
        (nested(17, lambda inner: {"a": inner}), "16 levels deep"),
        (Curve("mine", lambda x: x), "neither a polynomial nor one of gankit's"),
        (Tensor(np.array(["a"])), "not numbers"),
        ("x" * (wire.MAX_JSON + 1), "too large: 4 MB"),
        (np.broadcast_to(np.float64(0), (10**9,)), "too large: 8000 MB"),
        ([np.broadcast_to(np.int8(0), (wire.MAX_ARRAYS // 2 + 1,))] * 2, "too large: 100 MB"),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 60 else "",
)
def test_encode_refuses(value: Any, reason: str) -> None:
    with pytest.raises(Refused) as refusal:
        wire.encode(value)
    assert reason in str(refusal.value)


def test_a_list_that_holds_itself_is_refused() -> None:
    value: list[Any] = []
    value.append(value)
    with pytest.raises(Refused, match="levels deep"):
        wire.encode(value)


def test_the_deepest_values_cross() -> None:
    for wrap in (lambda v: [v], lambda v: (v,), lambda v: {"a": v}):
        value = nested(wire.MAX_DEPTH, wrap)
        assert_same(crossed(value), value)


LAYER = {"kind": "Dense", "options": {"dict": []}, "inputs": [], "weights": []}


@pytest.mark.parametrize(
    "tree",
    [
        *({}, {"unknown": 1}, {"tuple": 5}, {"tuple": None}, {"tuple": [], "dict": []}),
        *({"float": "1"}, {"float": None}, {"float": []}, {"float": 1.5}, 2**63, -(2**70)),
        *({"dict": 1}, {"dict": [1]}, {"dict": [[1, 2]]}, {"dict": [["a"]]}),
        *({"dict": [["a", 1, 2]]}, {"dict": [[None, 1]]}, {"dict": [[["a"], 1]]}),
        *({"curve": "no such"}, {"curve": None}, {"curve": []}, {"curve": ["x"]}, {"curve": [[1]]}),
        *({"curve": 5}, {"curve": {}}, {"curve": [10**400]}, {"tuple": "ab"}, {"dict": "ab"}),
        {"array": "float32"},
        {"array": "float32", "shape": None},
        {"array": "float32", "shape": "12"},
        {"array": "float32", "shape": [-1]},
        {"array": "float32", "shape": [-1, -4]},
        {"array": "float32", "shape": [1.0]},
        {"array": "float32", "shape": [True]},
        {"array": "float32", "shape": [None]},
        {"array": "float32", "shape": [[1]]},
        {"array": "float32", "shape": [5]},
        {"array": "float64", "shape": [3]},
        {"array": "float32", "shape": [2**39, 2**39]},
        {"array": "float32", "shape": [2**60]},
        {"array": "float32", "shape": [0, 2**39, 2**39]},
        {"array": "float32", "shape": [1] * 9},
        {"array": "object", "shape": [1]},
        {"array": "O", "shape": [1]},
        {"array": "str", "shape": [1]},
        {"array": "float33", "shape": [1]},
        {"array": "complex64", "shape": [1]},
        {"array": ["float32"], "shape": [1]},
        {"array": None, "shape": [1]},
        [{"array": "float32", "shape": [4]}, {"array": "float32", "shape": [1]}],
        *({"network": 1}, {"network": None}, {"network": [1]}, {"network": ["Dense"]}),
        *({"network": [{}]}, {"network": {"kind": "Dense"}}),
        *({"network": [LAYER | {"kind": kind}]} for kind in ("Lambda", "dense", "", None, [], 1)),
        *({"network": [LAYER | {"options": x}]} for x in (None, [], {}, "a", {"curve": "cubic"})),
        *({"network": [LAYER | {"options": {"dict": [[1, 2]]}}]}, {"network": [[LAYER]]}),
        *({"network": [LAYER | {"inputs": x}]} for x in (None, 1, [-1], ["a"], [True], [0.0])),
        *({"network": [LAYER | {"weights": x}]} for x in (None, 1, [1], [[]], [{}], ["a"])),
        {"network": [LAYER | {"weights": [{"array": "float32", "shape": [99]}]}]},
        *({"network": [{k: v for k, v in LAYER.items() if k != key}]} for key in LAYER),
        nested(17),
        nested(17, lambda inner: {"tuple": [inner]}),
        nested(17, lambda inner: {"dict": [["a", inner]]}),
    ],
    ids=lambda tree: json.dumps(tree)[:60],
)
def test_decode_refuses(tree: Any) -> None:
    with pytest.raises(Refused):
        wire.decode(json.dumps(tree).encode(), bytes(16))


@pytest.mark.parametrize(
    "text",
    [
        *(b"", b"\xff\xfe\xfd", b"garbage", b"{", b"[1,", b'"', b"1e", b"[" * 100_000),
        *(b'{"a":' * 100_000, b"9" * 5000, b"\x80\x04N.", b'"\xed\xa0"', b"[" + b"1," * 100),
    ],
    ids=lambda text: repr(text[:12]),
)
def test_decode_refuses_text_that_is_not_json(text: bytes) -> None:
    with pytest.raises(Refused):
        wire.decode(text, b"")


@pytest.mark.parametrize(
    "value",
    [
        np.zeros((1,) * 9),
        gankit.polynomial([0.5] * 101),
        [gankit.sine, *[gankit.polynomial([0.5])] * 1001],
        [0] * wire.MAX_ITEMS,
        Network((Layer("Add", {}, (0,) * wire.MAX_ITEMS, ()),)),
    ],
    ids=["9 dimensions", "coefficients", "curves", "items", "inputs"],
)
def test_both_ends_have_the_same_limits(value: Any) -> None:
    with pytest.raises(Refused):
        wire.encode(value)
    with pytest.MonkeyPatch.context() as patch:  # one that sends whatever it likes
        for name in ("MAX_ITEMS", "MAX_DIMENSIONS", "MAX_CURVES", "MAX_COEFFICIENTS"):
            patch.setattr(wire, name, 10**9)
        frame = wire.encode(value)
    with pytest.raises(Refused):
        wire.decode(*parts(frame))


def test_truth_values_are_0_and_1_whatever_bytes_arrive() -> None:
    text, arrays = parts(wire.encode(np.array([False, True, True, True])))
    array = wire.decode(text, b"\x00\x02\xff\x01")
    assert array.view("u1").tolist() == [0, 1, 1, 1]
    assert np.count_nonzero(array) == array.sum() == 3
    assert len(arrays) == 4


@pytest.mark.parametrize(
    "item", ["[]", '{"":{}}', '{"":0}', '"ab"', '{"array":"?"}', '{"curve":[1]}']
)
def test_a_frame_takes_at_most_fifty_times_its_size(item: str) -> None:
    text = f"[{','.join([item] * (400_000 // (len(item) + 1)))}]".encode()
    tracemalloc.start()
    try:
        with contextlib.suppress(Refused):
            wire.decode(text, b"")
        assert tracemalloc.get_traced_memory()[1] < 50 * len(text)
    finally:
        tracemalloc.stop()


def test_arrays_are_copied_once() -> None:
    text, arrays = parts(wire.encode(np.zeros(10**6)))
    tracemalloc.start()
    try:
        assert wire.decode(text, arrays).nbytes == 8 * 10**6
        assert tracemalloc.get_traced_memory()[1] < 9 * 10**6
    finally:
        tracemalloc.stop()


def test_decode_refuses_too_many_items() -> None:
    with pytest.raises(Refused, match="more than 500000 items"):
        wire.decode(b"[" + b"0," * wire.MAX_ITEMS + b"0]", b"")


def test_damaged_frames_give_values_or_are_refused() -> None:
    """Bytes of valid frames are flipped, cut out and put in: nothing else may happen."""
    random = np.random.default_rng(20)
    value = {
        "none": [None, True, 1.5, math.inf, "text"],
        "arrays": (np.arange(6, dtype="f4").reshape(2, 3), np.zeros(0, "u1"), np.ones((), "?")),
        "curves": [gankit.cubic, gankit.polynomial([0.25, -1])],
        "network": NETWORK,
    }
    text, arrays = parts(wire.encode(value))
    refused = 0
    for _ in range(3000):
        damaged = bytearray(text)
        for _ in range(random.integers(1, 4)):
            place = int(random.integers(len(damaged)))
            match random.integers(4):
                case 0:
                    damaged[place] = int(random.integers(256))
                case 1:
                    damaged[place] ^= 1 << int(random.integers(8))
                case 2:
                    del damaged[place : place + int(random.integers(1, 9))]
                case 3:  # a digit, a bracket or the like, as an attacker would
                    damaged[place] = int(random.choice(list(b'0123456789-.[]{},:"eE')))
        cut = int(random.integers(len(arrays) + 1)) if random.random() < 0.2 else len(arrays)
        try:
            result = wire.decode(bytes(damaged), arrays[:cut])
        except Refused:
            refused += 1
        else:
            assert_plain(result)
    assert 500 < refused < 3000


def assert_plain(value: Any, depth: int = 0) -> None:
    """Nothing but the kinds of values that may cross, no subclasses of them, within the limits."""
    assert depth <= wire.MAX_DEPTH
    if type(value) is Network:
        assert type(value.layers) is tuple
        for layer in value.layers:
            assert type(layer) is Layer and type(layer.kind) is str and layer.kind in LAYERS
            assert type(layer.options) is dict
            assert_plain(layer.options, depth + 2)
            assert type(layer.inputs) is tuple and type(layer.weights) is tuple
            assert all(type(number) is int and number >= 0 for number in layer.inputs)
            assert all(type(weights) is np.ndarray for weights in layer.weights)
            assert_plain(layer.weights)
    elif type(value) in (list, tuple):
        for item in value:
            assert_plain(item, depth + 1)
    elif type(value) is dict:
        assert all(type(key) is str for key in value)
        for item in value.values():
            assert_plain(item, depth + 1)
    elif type(value) is np.ndarray:
        assert value.dtype.name in wire._DTYPES and value.dtype.isnative
        assert value.flags.c_contiguous and value.flags.writeable and value.ndim <= 8
        assert value.dtype != bool or value.view("u1").max(initial=0) <= 1
    elif type(value) is Curve:
        assert value in NAMED.values() or type(value.coefficients) is tuple
        assert all(type(c) is float for c in value.coefficients or ())
        assert len(value.coefficients or ()) <= wire.MAX_COEFFICIENTS
    else:
        assert value is None or type(value) in (bool, int, float, str)
        assert type(value) is not int or abs(value) < 2**63


# --- sockets -------------------------------------------------------------------------------------


def arrived(data: bytes) -> Any:
    """Return what ``receive`` makes of these bytes before the other end closes."""
    here, there = socket.socketpair()
    with here, there:
        writer = threading.Thread(target=lambda: (there.sendall(data), there.close()))
        writer.start()
        try:
            return wire.receive(here)
        finally:
            here.close()
            writer.join()


def test_send_and_receive_in_order() -> None:
    here, there = socket.socketpair()
    values = [{"a": np.arange(100_000.0)}, None, "text", NETWORK]
    with here, there:
        writer = threading.Thread(target=lambda: [wire.send(there, value) for value in values])
        writer.start()
        for value in values:
            assert_same(wire.receive(here), value)
        writer.join()


def test_a_refused_value_is_not_sent() -> None:
    here, there = socket.socketpair()
    with here, there:
        with pytest.raises(Refused):
            wire.send(there, [np.zeros(3), Thing()])
        wire.send(there, 1)
        assert wire.receive(here) == 1


def test_send_to_a_closed_end() -> None:
    here, there = socket.socketpair()
    here.close()
    with there, pytest.raises(Closed):
        wire.send(there, 1)


def test_truncated_frames() -> None:
    frame = wire.encode([1, np.arange(3)])
    for size in range(len(frame)):
        with pytest.raises(Closed):
            arrived(frame[:size])
    assert_same(arrived(frame + b"more"), [1, np.arange(3)])


@pytest.mark.parametrize(
    "header",
    [(wire.MAX_JSON + 1, 0), (0, wire.MAX_ARRAYS + 1), (2**64 - 1, 2**64 - 1)],
)
def test_frames_that_are_too_large_are_refused_by_their_header(header: tuple[int, int]) -> None:
    with pytest.raises(Refused, match="too large"):
        arrived(wire._HEADER.pack(*header))


def test_garbage_is_refused_or_ends() -> None:
    random = np.random.default_rng(3)
    for _ in range(50):
        with pytest.raises((Refused, Closed)):
            arrived(random.bytes(64))
    with pytest.raises(Refused):
        arrived(wire._HEADER.pack(4, 0) + b"\x80\x04N.")
