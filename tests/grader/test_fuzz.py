"""Hostile input in large numbers: frames of values, networks, and files that were handed in.

Whatever comes, only the documented exceptions may leave, memory stays bounded, nothing is written
or executed, and what is accepted holds nothing but the kinds of values that are allowed.

    pytest tests/test_fuzz.py                                the same 2000 inputs each time
    FUZZ=5 pytest tests/test_fuzz.py --hypothesis-seed=1     5 % of 263 000, others for each seed

Hypothesis remembers all inputs of a run: rather twenty such runs than one of 100 %. Add
--hypothesis-show-statistics for the number of inputs of each test. Whatever a run finds becomes
a test of its own in test_wire.py, test_networks.py or test_submission.py.
"""

from __future__ import annotations

import io
import itertools
import json
import os
import shutil
import sys
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
from gangrade.inside import network as networks
from gangrade.inside import wire
from gangrade.intake import find, submission
from gangrade.intake.find import NothingToGrade, Source, Unreadable
from gangrade.intake.submission import Cell, Submission
from gankit.curves import NAMED, polynomial
from gankit.networks import ACTIVATIONS, LAYERS, Layer, Network, describe
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from test_networks import MODELS
from test_submission import PART, QUESTIONS, notebook
from test_wire import assert_plain, assert_same, crossed, parts

PER_CENT = int(os.environ.get("FUZZ", "0"))


def inputs(quick: int, long: int) -> settings:
    """How many inputs a test gets; the quick ones are the same in every run."""
    return settings(
        max_examples=long * PER_CENT // 100 or quick,
        derandomize=not PER_CENT,
        database=None,
        deadline=None,
        print_blob=True,
        suppress_health_check=list(HealthCheck),
    )


@contextmanager
def memory(limit: int) -> Iterator[None]:
    """Assert that Python and NumPy never hold more than ``limit`` bytes in the block."""
    tracemalloc.start()
    try:
        yield
        assert tracemalloc.get_traced_memory()[1] <= limit
    finally:
        tracemalloc.stop()


@st.composite
def changed(draw: st.DrawFn, whole: bytes, pieces: Sequence[bytes]) -> bytes:
    """A few places of ``whole`` replaced by typical pieces, by parts of it, or by any bytes."""
    data = bytearray(whole)
    for _ in range(draw(st.integers(1, 3))):
        start, other = draw(st.integers(0, len(data))), draw(st.integers(0, len(data)))
        piece = st.sampled_from([b"", bytes(data[other : other + 30]), *pieces])
        data[start : start + draw(st.integers(0, 8))] = draw(
            mostly(piece, st.binary(max_size=4), 20)
        )
    return bytes(data)


def mostly(
    usual: st.SearchStrategy[Any], other: st.SearchStrategy[Any], one_in: int = 8
) -> st.SearchStrategy[Any]:
    """Usual values, and other ones now and then."""
    return st.integers(1, one_in).flatmap(lambda n: other if n == one_in else usual)


class Pairs(list[tuple[str, Any]]):
    """A JSON object, in which a key may stand twice."""


def written(tree: Any) -> str:
    """Return the JSON text of a tree."""
    if isinstance(tree, Pairs):
        return "{" + ",".join(f"{json.dumps(key)}:{written(item)}" for key, item in tree) + "}"
    if isinstance(tree, list):
        return "[" + ",".join(map(written, tree)) + "]"
    return json.dumps(tree)


def keyed(**strategies: Any) -> st.SearchStrategy[Pairs]:
    """A JSON object with these keys."""
    return st.fixed_dictionaries(strategies).map(lambda items: Pairs(items.items()))


TEXTS = st.text(st.characters(exclude_categories=()), max_size=8)  # with lone surrogates
JSON_LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(-3, 9)
    | st.sampled_from([2**31, 2**40, 2**63, -(2**63), 10**400])
    | st.floats()
    | TEXTS
)


def json_trees(words: list[str], *nodes: Callable[[Any], Any]) -> st.SearchStrategy[Any]:
    """JSON with these words as keys and texts; each of ``nodes`` makes a node of inner ones."""
    word = st.sampled_from(words)

    def extend(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
        objects = st.lists(st.tuples(word | TEXTS, inner), max_size=4).map(Pairs)
        lists = st.lists(inner, max_size=4)
        return st.one_of(lists, objects, *(node(inner) for node in nodes))

    return st.recursive(JSON_LEAVES | word, extend, max_leaves=12)


# --- frames of values ----------------------------------------------------------------------------

DTYPES = sorted(wire._DTYPES)
PLAIN = st.none() | st.booleans() | st.integers(-(2**63) + 1, 2**63 - 1) | st.floats() | TEXTS
ARRAYS = hnp.arrays(
    st.sampled_from(DTYPES), hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4)
)
CURVES = st.sampled_from(list(NAMED.values())) | st.lists(
    st.floats(-10, 10), min_size=1, max_size=5
).map(polynomial)
NETWORKS = st.lists(
    st.builds(
        Layer,
        st.sampled_from(list(LAYERS)),
        st.dictionaries(TEXTS, PLAIN | st.lists(PLAIN, max_size=3), max_size=3),
        st.lists(st.integers(0, 9), max_size=3).map(tuple),
        st.lists(ARRAYS, max_size=2).map(tuple),
    ),
    max_size=3,
).map(lambda layers: Network(tuple(layers)))
VALUES = st.recursive(
    PLAIN | ARRAYS | CURVES | NETWORKS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(TEXTS, inner, max_size=4)
    ),
    max_leaves=8,
)
FRAME_WORDS = [
    *("array", "shape", "tuple", "dict", "float", "curve", "network", "kind", "options", "inputs"),
    *("weights", "nan", "inf", "object", "O", "Lambda", *DTYPES, *LAYERS, *NAMED),
]
FRAME_PIECES = [json.dumps(word).encode() for word in FRAME_WORDS]
FRAME_PIECES += b'0 -1 99999999 1e999 NaN null true "\\ud800" [ ] { } : , [], [0], {}'.split()


def layers_of(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Pairs]:
    pairs = st.tuples(mostly(TEXTS, inner), inner).map(list)
    return keyed(
        kind=mostly(st.sampled_from(list(LAYERS)), inner),
        options=mostly(keyed(dict=st.lists(pairs, max_size=2)), inner),
        inputs=mostly(st.lists(st.integers(-1, 5), max_size=3), inner),
        weights=mostly(st.lists(arrays_of(inner), max_size=2), inner),
    )


def arrays_of(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Pairs]:
    sides = st.integers(0, 3) | st.sampled_from([-1, 2**31, 2**39])
    return keyed(
        array=mostly(st.sampled_from(DTYPES), inner),
        shape=mostly(st.lists(st.integers(0, 3), max_size=2), st.lists(sides | inner, max_size=9)),
    )


FRAME_TREES = json_trees(
    FRAME_WORDS,
    lambda inner: keyed(tuple=mostly(st.lists(inner, max_size=3), inner)),
    lambda inner: keyed(dict=st.lists(st.lists(TEXTS | inner, max_size=3), max_size=3) | inner),
    lambda inner: keyed(dict=st.lists(st.tuples(mostly(TEXTS, inner), inner).map(list))),
    lambda inner: keyed(float=mostly(st.sampled_from(["nan", "inf", "-inf"]), inner)),
    lambda inner: keyed(curve=st.sampled_from(list(NAMED)) | st.lists(JSON_LEAVES) | inner),
    arrays_of,
    lambda inner: keyed(network=st.lists(mostly(layers_of(inner), inner), max_size=3)),
)


def decode(text: bytes, arrays: bytes) -> None:
    """Decode a frame; what is accepted must be plain, and come out equal once more."""
    with memory(50 * len(text) + 3 * len(arrays) + 500_000):
        try:
            value = wire.decode(text, arrays)
        except wire.Refused:
            event("refused")
            return
    event("accepted")
    assert_plain(value)
    assert_same(crossed(value), value)


@inputs(200, 40_000)
@given(st.binary(max_size=60), st.binary(max_size=16))
def test_frames_of_random_bytes(text: bytes, arrays: bytes) -> None:
    decode(text, arrays)


@inputs(300, 50_000)
@given(mostly(FRAME_TREES, JSON_LEAVES, 20), st.binary(max_size=40))
def test_frames_of_other_trees(tree: Any, arrays: bytes) -> None:
    decode(written(tree).encode(), arrays)


@st.composite
def changed_frames(draw: st.DrawFn) -> tuple[bytes, bytes]:
    text, arrays = parts(wire.encode(draw(VALUES)))
    cut = draw(st.none() | st.integers(0, len(arrays)))
    noise = draw(st.none() | st.binary(min_size=len(arrays), max_size=len(arrays)))
    return draw(changed(text, FRAME_PIECES)), (noise or arrays)[:cut]


@inputs(300, 50_000)
@given(changed_frames())
def test_changed_frames(frame: tuple[bytes, bytes]) -> None:
    decode(*frame)


TOO_MUCH = st.sampled_from(
    [2**63, np.zeros((1,) * 9), np.zeros((0, 2**41)), polynomial([0.5] * 101), b"", 1j, {1: 2}]
)


@inputs(200, 15_000)
@given(VALUES | st.tuples(VALUES, VALUES | TOO_MUCH))
def test_values_round_trip(value: Any) -> None:
    try:
        frame = wire.encode(value)
    except wire.Refused:
        event("refused")
        return
    arrived = wire.decode(*parts(frame))  # what one end takes, the other takes too
    assert_same(arrived, value)
    assert_plain(arrived)


@inputs(150, 15_000)
@given(
    st.integers(0, 2**64 - 1) | st.integers(0, 40),
    st.integers(0, 2**64 - 1) | st.integers(0, 40),
    st.binary(max_size=60),
)
def test_streams_of_any_sizes(text_size: int, arrays_size: int, rest: bytes) -> None:
    stream = io.BytesIO(wire._HEADER.pack(text_size, arrays_size) + rest)

    def read(count: int) -> bytes:
        assert count <= max(wire.MAX_JSON, wire.MAX_ARRAYS)
        data = stream.read(count)
        if len(data) < count:
            raise wire.Closed
        return data

    try:
        assert_plain(wire.receive(None, read))
    except (wire.Refused, wire.Closed) as ended:
        event(type(ended).__name__)


# --- networks ------------------------------------------------------------------------------------

SMALL = st.integers(1, 3)
SIDES = st.lists(SMALL, min_size=2, max_size=2)
WORDS = st.sampled_from([*ACTIVATIONS, "same", "valid", "nearest", "bilinear", "softmax", "causal"])
NUMBERS = SMALL | st.sampled_from(
    [*(0, -1, -2, 7, 40, 1000, 10**5, 10**6, 10**6 + 1), *(0.3, 2.0, 2.5, -1e9, np.nan, np.inf)]
)
OPTIONS: dict[str, st.SearchStrategy[Any]] = {
    "shape": st.lists(st.integers(1, 6), max_size=4),
    "activation": st.sampled_from(ACTIVATIONS),
    "interpolation": st.sampled_from(["nearest", "bilinear"]),
    "padding": st.sampled_from(["same", "valid"]),
    "cropping": st.lists(SIDES, min_size=2, max_size=2),
    "target_shape": st.lists(st.integers(-1, 8), max_size=4),
    "axis": st.integers(-4, 4) | st.lists(st.integers(-4, 4), max_size=3),
    "shared_axes": st.lists(st.integers(-4, 4), max_size=3),
    "output_padding": SIDES | st.none(),
    "rate": st.floats(0, 0.9),
    **dict.fromkeys(("kernel_size", "strides", "dilation_rate", "pool_size", "size"), SIDES),
    **dict.fromkeys(("use_bias", "keepdims", "center"), st.booleans()),
    **dict.fromkeys(("alpha", "negative_slope", "threshold", "epsilon", "stddev"), st.floats(0, 2)),
    **dict.fromkeys(("max_value", "offset", "scale"), st.floats(0, 2) | st.booleans()),
}
ODD = st.one_of(
    *(NUMBERS, WORDS, st.none(), st.booleans(), ARRAYS, CURVES, NETWORKS),
    st.lists(NUMBERS, min_size=2, max_size=2),
    st.lists(NUMBERS | WORDS, max_size=5),
    st.lists(st.lists(NUMBERS, max_size=2), max_size=3),
    st.recursive(NUMBERS, lambda inner: st.lists(inner, max_size=3), max_leaves=9),
    st.dictionaries(WORDS, NUMBERS, max_size=2),
)
MERGING = {"Concatenate", "Add", "Subtract", "Multiply", "Average"}
WEIGHTLESS = sorted(
    kind
    for kind, options in LAYERS.items()
    if kind not in {"InputLayer", "PReLU"} and not {"units", "filters"} & set(options)
)
RIGHT = [describe(make(), (5,)) for make in MODELS.values()]
RANDOM = np.random.default_rng(8)


def tuple_of(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def option(name: str, odd: int) -> st.SearchStrategy[Any]:
    """A value for an option; one in ``odd`` is odd."""
    values = mostly(OPTIONS.get(name, SMALL), ODD, odd)
    return values.map(tuple_of) | values


@st.composite
def weightless_layers(draw: st.DrawFn, number: int) -> Layer:
    kind = draw(st.sampled_from(WEIGHTLESS))
    options = {name: draw(option(name, odd=20)) for name in LAYERS[kind]}
    if kind == "ZeroPadding2D":
        options["padding"] = draw(OPTIONS["cropping"])
    if "center" in options and draw(st.booleans()):
        options |= {"center": False, "scale": False}
    before = st.integers(max(0, number - 3), max(0, number - 1))
    most = 3 if kind in MERGING else 1
    return Layer(kind, options, tuple(draw(st.lists(before, min_size=1, max_size=most))), ())


@st.composite
def stacks(draw: st.DrawFn) -> Network:
    """Layers without weights on top of each other."""
    shapes = st.sampled_from([[6, 6, 2], [9, 8, 1], [1, 1, 1], [6], [3, 2]])
    first = Layer("InputLayer", {"shape": draw(shapes | option("shape", odd=5))}, (), ())
    count = draw(st.integers(2, 5))
    return Network((first, *(draw(weightless_layers(number)) for number in range(1, count))))


@st.composite
def changed_networks(draw: st.DrawFn) -> Network:
    """A right network with a few changes."""
    layers = list(draw(st.sampled_from(RIGHT)).layers)
    for _ in range(draw(st.integers(0, 3))):
        place = draw(st.integers(0, len(layers) - 1))
        layer = layers[place]
        match draw(st.integers(0, 7)):
            case 0 | 1 | 2 if layer.options:
                name = draw(st.sampled_from(sorted(layer.options)))
                value = draw(option(name, odd=3))
                layers[place] = replace(layer, options={**layer.options, name: value})
            case 3:
                before = draw(st.lists(st.integers(max(0, place - 3), place), max_size=3))
                times = draw(st.sampled_from([1] * 9 + [1001]))
                layers[place] = replace(layer, inputs=tuple(before * times))
            case 4:
                layers[place] = replace(layer, weights=draw(changed_weights(layer.weights)))
            case 5:
                kind = draw(st.sampled_from(list(LAYERS)))
                layers[place] = replace(layer, kind=kind)
            case 6:
                del layers[place]
                layers = layers or [layer]
            case _:
                layers.append(draw(weightless_layers(len(layers))))
    return Network(tuple(layers))


@st.composite
def changed_weights(draw: st.DrawFn, weights: tuple[Any, ...]) -> tuple[Any, ...]:
    arrays = list(weights) or [np.ones((2, 2), "f4")]
    place = draw(st.integers(0, len(arrays) - 1))
    array = arrays[place].copy()
    match draw(st.integers(0, 5)):
        case 0:
            del arrays[place]
        case 1:
            arrays.append(array)
        case 2:
            array.flat[:1] = draw(st.sampled_from([np.nan, np.inf, -np.inf, 1e38, 0]))
            arrays[place] = array
        case 3:
            with np.errstate(all="ignore"):
                arrays[place] = array.astype(draw(st.sampled_from(DTYPES)))
        case 4:
            arrays[place] = array.T
        case _:
            arrays[place] = draw(ARRAYS)
    return tuple(arrays)


@pytest.fixture(scope="module")
def small_networks() -> Iterator[None]:
    """Low limits, so that networks at the limits are quick too."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(networks, "MAX_SIZE", 100_000)
        patch.setattr(networks, "MAX_HELD", 1_000_000)
        patch.setattr(networks, "MAX_WORK", 1e9)
        yield


def peak() -> int:
    """Return the most bytes this process has held since the peak was reset (Linux)."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) * 1024


@contextmanager
def resident_memory(limit: int) -> Iterator[None]:
    """Assert that the process does not grow by more than ``limit`` bytes, where Linux tells."""
    if sys.platform == "linux":
        Path("/proc/self/clear_refs").write_text("5")  # resets the peak
        before = peak()
    yield
    if sys.platform == "linux":
        assert peak() - before <= limit


def assert_checked(network: Network) -> None:
    """Say again what ``networks.check`` promises."""

    def small(value: Any) -> bool:
        if isinstance(value, (list, tuple)):
            return len(value) <= 4 and all(map(small, value))
        if type(value) in (int, float):
            return abs(value) <= networks.MAX_SIZE
        return type(value) in (bool, str, type(None))

    assert 1 <= len(network.layers) <= networks.MAX_LAYERS
    assert np.prod(network.input_shape, dtype=float) <= networks.MAX_SIZE
    assert sum(len(layer.inputs) for layer in network.layers) <= networks.MAX_INPUTS
    assert sum(w.size for layer in network.layers for w in layer.weights) <= networks.MAX_WEIGHTS
    for number, layer in enumerate(network.layers):
        assert (layer.kind == "InputLayer") == (number == 0) == (not layer.inputs)
        assert all(0 <= before < number for before in layer.inputs)
        assert set(layer.options) == set(LAYERS[layer.kind])
        assert all(map(small, layer.options.values()))
        lists = {name for name, value in layer.options.items() if isinstance(value, (list, tuple))}
        if layer.kind == "Rescaling":  # a number for each output
            lists -= {"scale", "offset"}
        assert not lists & {"scale", "offset", "alpha", "epsilon", "units", "filters", "activation"}
        assert layer.options.get("activation", "relu") in ACTIVATIONS
        for weights in layer.weights:
            assert weights.dtype == np.float32 and np.isfinite(weights).all()


@inputs(200, 15_000)
@given(changed_networks() | stacks())
def test_networks_are_checked(network: Network) -> None:
    arrived = crossed(network)
    try:
        networks.check(arrived)
    except networks.TooMuch as refusal:
        event(str(refusal)[:25])
    else:
        event("accepted")
        assert_checked(arrived)


@pytest.mark.usefixtures("small_networks")
@inputs(60, 8_000)
@given(changed_networks() | stacks())
def test_networks_are_run(network: Network) -> None:
    keras.utils.clear_session(free_memory=False)
    arrived = crossed(network)
    shape = arrived.layers[0].options.get("shape")
    usual = isinstance(shape, (list, tuple)) and all(type(n) is int and 0 < n < 50 for n in shape)
    samples = RANDOM.normal(size=(2, *(shape if usual and len(shape) < 5 else [5]))).astype("f4")
    with resident_memory(60_000_000):
        try:
            outputs = networks.run(arrived, samples)
        except networks.TooMuch as refusal:
            event(str(refusal)[:25])
            return
    event("accepted")
    assert type(outputs) is np.ndarray and outputs.dtype == np.float32 and len(outputs) == 2
    # What comes out for a sample does not depend on the others.
    others = networks.run(arrived, np.stack([samples[0], samples[0]]))
    np.testing.assert_array_equal(others[0], outputs[0])


# --- files that were handed in -------------------------------------------------------------------

NOTEBOOK = json.dumps(notebook("x = 1", "# two\ny = 2")).encode()
STUDENT = Path(__file__).parents[2].joinpath("student", f"{PART}.ipynb").read_bytes()
_calls: list[str] | None = None


def _watch(name: str, arguments: tuple[Any, ...]) -> None:
    if _calls is None:
        return
    writes = os.O_WRONLY | os.O_RDWR | os.O_CREAT
    if (name == "open" and isinstance(arguments[2], int) and arguments[2] & writes) or name in {
        *("os.mkdir", "os.rename", "os.link", "os.symlink", "os.remove", "os.rmdir", "os.chmod"),
        *("os.truncate", "os.system", "os.exec", "os.posix_spawn", "subprocess.Popen"),
        *("pickle.find_class", "socket.connect"),
    }:
        _calls.append(f"{name} {arguments}")


sys.addaudithook(_watch)


@contextmanager
def only_reading() -> Iterator[None]:
    """Assert that nothing is written, started or unpickled in the block."""
    global _calls
    _calls, before = [], sys.dont_write_bytecode
    sys.dont_write_bytecode = True  # of modules that are imported late
    try:
        yield
        assert not _calls
    finally:
        _calls, sys.dont_write_bytecode = None, before


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A place for files, and low limits, so that inputs at the limits are quick too."""
    limits = {
        **{
            "MAX_FILE": 100_000,
            "MAX_VALUES": 3000,
            "MAX_OBJECTS": 1000,
            "MAX_CODE": 50_000,
            "MAX_CELLS": 100,
        },
        **{"MAX_MEMBERS": 40, "MAX_DIRECTORY": 5000, "MAX_ZIPS": 10, "MAX_INNER": 3},
        **{"MAX_UNPACKED": 2_000_000},
    }
    with pytest.MonkeyPatch.context() as patch:
        for name, limit in limits.items():
            for module in (find, submission):
                if hasattr(module, name):
                    patch.setattr(module, name, limit)
        path = tmp_path_factory.mktemp("fuzz")
        # The first old notebook makes nbformat read its schemas.
        old = path / "old.ipynb"
        old.write_text('{"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": []}')
        submission.read(Source("old", old), PART, QUESTIONS)
        yield path


def assert_sources(sources: list[Source], root: Path) -> None:
    """Names that are unique and safe, and paths that lie below ``root``."""
    assert len({source.name.casefold() for source in sources}) == len(sources)
    for source in sources:
        assert source.name == Path(source.name).name and source.name[0] not in ".-"
        assert source.name.isprintable() and len(source.name.encode()) <= 255
        assert not set(source.name) & set("/\\:*?\"<>| '")
        assert source.name.casefold() != "grades.csv"
        assert source.refusal or source.path.resolve().is_relative_to(root)


def assert_submission(read: Submission, source: Source) -> None:
    """A name and cells of text that fits into a UTF-8 file, within the limits."""
    assert type(read) is Submission and read.name == source.name
    assert type(read.cells) is tuple and len(read.cells) <= submission.MAX_CELLS
    for cell in read.cells:
        assert type(cell) is Cell and type(cell.number) is int and type(cell.source) is str
        assert cell.source.strip() and cell.source.encode()
    numbers = [cell.number for cell in read.cells]
    assert numbers == sorted(set(numbers)) and all(number > 0 for number in numbers)
    assert sum(len(cell.source) for cell in read.cells) <= submission.MAX_CODE
    assert len(submission.code_hash(read.cells)) == 64


def hand_in(path: Path) -> None:
    """Find and read whatever lies there."""
    files = [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file()]
    size = sum(file.stat().st_size for file in files)
    messages: list[str] = []
    with only_reading(), memory(100 * size + 10 * find.MAX_FILE):
        try:
            sources = find.find_submissions([path])
        except NothingToGrade as nothing:
            event(str(nothing)[:20])
            return
        assert_sources(sources, path.resolve())
        for source in sources[:8]:
            try:
                read = submission.read(source, PART, QUESTIONS)
            except Unreadable as reason:
                event(str(reason)[:40])
                messages.append(str(reason))
            else:
                event("accepted")
                assert_submission(read, source)
    assert all(message.isprintable() and len(message) < 300 for message in messages)


def hand_in_file(folder: Path, name: str, content: bytes) -> None:
    path = folder / name
    path.write_bytes(content)
    hand_in(path)


@st.composite
def encoded(draw: st.DrawFn, texts: st.SearchStrategy[str]) -> bytes:
    codec = draw(st.sampled_from(["utf-8"] * 15 + ["utf-8-sig", "utf-16", "utf-32-le", "latin-1"]))
    start = draw(st.sampled_from([b""] * 15 + [b" \n", b"\0"]))
    return start + draw(texts).encode(codec, errors="replace")


def notebooks_of(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Pairs]:
    """Like a notebook of format 4."""
    code = TEXTS | st.sampled_from(
        ["x = 1", "%magic", "'''", "(", "\\", "if x:\n  y\n z", "f'{", "\0", "'\ud800'"]
    )
    cell = keyed(
        cell_type=mostly(st.just("code"), inner),
        source=mostly(code | st.lists(code, max_size=3), inner),
        metadata=inner,
    )
    cells = st.lists(mostly(cell, inner), max_size=4)
    return keyed(cells=mostly(cells, cells.map(lambda few: few * 60)), metadata=inner)


def worksheets_of(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Pairs]:
    """Like a notebook of an older format."""
    cell = keyed(
        cell_type=mostly(st.sampled_from(["code", "code", "markdown", "heading", "html"]), inner),
        input=mostly(TEXTS, inner),
        language=mostly(st.just("python"), inner),
        metadata=mostly(st.just(Pairs()), inner),
        outputs=inner,
    )
    sheet = keyed(cells=st.lists(mostly(cell, inner), max_size=3))
    return keyed(
        nbformat=st.sampled_from([3] * 9 + [2, 2, 1, 4, 5, 0, -1, 2.5, 10**20, "3", None]),
        nbformat_minor=mostly(st.just(0), inner),
        metadata=mostly(st.just(Pairs()), inner),
        worksheets=mostly(st.lists(mostly(sheet, inner), max_size=2), inner),
    )


NOTEBOOK_WORDS = [
    *("cells", "cell_type", "code", "source", "metadata", "otter", "tests", "ignore", "tags"),
    *("otter_ignore", "assignment_name", PART, *QUESTIONS, "tanh_scaling", "outputs", "worksheets"),
    *("nbformat", "nbformat_minor", "execution_count", "input", "id"),
]
NOTEBOOK_TREES = json_trees(
    NOTEBOOK_WORDS,
    notebooks_of,
    worksheets_of,
    lambda inner: keyed(otter=keyed(tests=st.lists(inner) | inner, assignment_name=inner) | inner),
)
NOTEBOOKS = notebooks_of(NOTEBOOK_TREES) | worksheets_of(NOTEBOOK_TREES) | NOTEBOOK_TREES


@inputs(150, 20_000)
@given(content=encoded(NOTEBOOKS.map(written)))
def test_notebooks_of_other_json(folder: Path, content: bytes) -> None:
    hand_in_file(folder, "a.ipynb", content)


NOTEBOOK_PIECES = [json.dumps(word).encode() for word in NOTEBOOK_WORDS]
NOTEBOOK_PIECES += b'"\\ud800" null {} [] " ": , 0 true NaN \xff'.split()
NOTEBOOK_PIECES += [b"9" * 5000, b'{"a":' * 300, b"[" * 990]


@inputs(100, 15_000)
@given(content=changed(STUDENT, NOTEBOOK_PIECES))
def test_changed_notebooks(folder: Path, content: bytes) -> None:
    hand_in_file(folder, "a.ipynb", content)


@inputs(100, 5_000)
@given(
    start=st.sampled_from([b"[", b'{"a":', b'{"cells":[', b'{"metadata":{"otter":{"tests":[']),
    end=st.sampled_from([b"", b"1", b"]", b"}"]),
    depth=st.integers(1, 1100),
    key=st.sampled_from([b"cells", b"metadata", b"worksheets"]),
    close=st.integers(0, 9).map(bool),
)
def test_deeply_nested_notebooks(
    folder: Path, start: bytes, end: bytes, depth: int, key: bytes, close: bool
) -> None:
    closing = start[::-1].translate(bytes.maketrans(b"[{", b"]}"), delete=b'":abcdefghilmorst')
    value = start * depth + end + closing * depth * close
    content = b'{"cells":[{"cell_type":"code","source":"x"}],"' + key + b'":' + value + b"}"
    hand_in_file(folder, "a.ipynb", content)


MEMBER_NAMES = (
    st.sampled_from(["a.ipynb", "b.ipynb", "a/b.ipynb", "A.IPYNB", "a.zip", "b.zip"])
    | st.sampled_from(
        [
            *("../a.ipynb", "/etc/a.ipynb", "..\\a.ipynb", "C:\\a.ipynb", ".a.ipynb", "a.txt", ""),
            *("a.ipynb/", "a.ipynb\0.txt", "-.ipynb", "grades.csv.ipynb", "con.ipynb", ".zip"),
            *("ü" * 130 + ".ipynb", "\ufdfa" * 30 + ".zip"),
        ]
    )
    | st.text(max_size=12).map(lambda name: name + ".ipynb")
)
ZIP_PIECES = [b"PK\x01\x02", b"PK\x05\x06", b"PK\x06\x07", b"\xff" * 4, b"\0", b"\0" * 4, b"\1"]


@st.composite
def zips(draw: st.DrawFn, depth: int = 0) -> bytes:
    """A zip of all sorts of members, with odd headers."""
    contents = st.sampled_from([NOTEBOOK, NOTEBOOK, b"", b" " * 1_500_000, b"{}", b"../../passwd"])
    if depth < 2:
        contents |= zips(depth + 1)
    attributes = st.sampled_from([0, 0, 0o120777 << 16, 0o040755 << 16])  # a link, a folder
    compressions = st.sampled_from([0, 8] * 9 + [12, 14])  # bzip2, LZMA
    members = draw(
        st.lists(st.tuples(MEMBER_NAMES, attributes, compressions, contents), max_size=4)
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.comment = draw(st.sampled_from([b"", b"", b"PK\x05\x06", b"c" * 3000]))
        for number in range(draw(st.sampled_from([1] * 19 + [20]))):
            for name, attribute, compression, content in members:
                info = zipfile.ZipInfo("x")
                info.filename = f"{number}{name}" if number > 1 else name  # two have the same
                info.external_attr, info.compress_type = attribute, compression
                archive.writestr(info, content)
        for info in archive.infolist()[:4]:
            if draw(st.integers(0, 4)) == 0:
                change_header(draw, info)
    return buffer.getvalue()


def change_header(draw: st.DrawFn, info: zipfile.ZipInfo) -> None:
    """Lie about a member in the zip's list of files."""
    match draw(st.integers(0, 6)):
        case 0:
            info.flag_bits |= 0x1  # encrypted
        case 1:
            info.file_size = draw(st.integers(0, 2**33))
        case 2:
            info.compress_size = draw(st.integers(0, 2**33))
        case 3:
            info.header_offset = draw(st.integers(0, 200))
        case 4:
            info.compress_type = draw(st.integers(0, 99))
        case 5:
            info.CRC = 0
        case _:
            info.flag_bits ^= draw(st.integers(0, 2**16 - 1))


@pytest.mark.filterwarnings("ignore:Duplicate name")
@inputs(80, 15_000)
@given(content=zips())
def test_zips(folder: Path, content: bytes) -> None:
    hand_in_file(folder, "a.zip", content)


@pytest.mark.filterwarnings("ignore:Duplicate name")
@inputs(50, 12_000)
@given(content=zips().flatmap(lambda whole: changed(whole, ZIP_PIECES)))
def test_changed_zips(folder: Path, content: bytes) -> None:
    hand_in_file(folder, "a.zip", content)


FILE_NAMES = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="/\0"), min_size=1, max_size=12
)
SUFFIXES = st.sampled_from([".ipynb", ".zip", ".IPYNB", "", ".txt"])
TARGETS = st.sampled_from(["..", "../outside.ipynb", "/etc/passwd", "loop.ipynb"])


@inputs(60, 3_000)
@given(
    files=st.lists(st.tuples(FILE_NAMES, FILE_NAMES, SUFFIXES), max_size=5),
    links=st.lists(st.tuples(FILE_NAMES, TARGETS), max_size=3),
)
def test_folders(
    folder: Path, files: list[tuple[str, str, str]], links: list[tuple[str, str]]
) -> None:
    root = folder / "class"
    shutil.rmtree(root, ignore_errors=True)
    root.mkdir()
    folder.joinpath("outside.ipynb").write_bytes(NOTEBOOK)
    numbers = itertools.count()
    for parent, name, suffix in files:
        path = root / f"{next(numbers)}{parent}" / f"{next(numbers)}{name}{suffix}"
        path.parent.mkdir()
        path.write_bytes(NOTEBOOK)
    for name, target in links:
        (root / f"{next(numbers)}{name}.ipynb").symlink_to(target)
    hand_in(root)
