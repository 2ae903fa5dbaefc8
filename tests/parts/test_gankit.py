"""The student library: curves, measures, checks, probes and plots."""

from __future__ import annotations

import ast
import doctest
import importlib
import inspect
import math
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import gankit
import matplotlib.pyplot as plt
import numpy as np
import pytest
from gangrade import instruments
from gangrade.inside import wire
from gankit import checks, probes
from gankit.curves import NAMED, Curve
from gankit.networks import Layer, Network
from gankit.probes.base import Probe, probe, probes_in
from gankit.probes.forms import Anything
from gankit.probes.replaced import with_names
from matplotlib.axes import Axes
from scipy.stats import wasserstein_distance

LIBRARY = Path(gankit.__file__).parent
CURVES = [*NAMED.values(), gankit.polynomial([0.1, -1, 0, 2])]


def points_on(curve: Curve, n: int = 2000, seed: int = 0) -> Any:
    """Draw points on a curve, uniformly in x."""
    x = np.random.default_rng(seed).uniform(-0.5, 0.5, n)
    return np.column_stack([x, curve(x)])


def test_import_is_light() -> None:
    code = (
        "import sys, gankit; from gangrade import instruments;"
        "gankit.probes.call(abs, [1]); instruments.watched;"
        "sys.exit(any(m in sys.modules for m in ('tensorflow', 'keras', 'gankit.digits')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_part_of_the_library_hands_on_what_is_there(tmp_path: Path) -> None:
    (tmp_path / "gankit").mkdir()
    for name in ("__init__", "curves"):
        (tmp_path / "gankit" / f"{name}.py").write_bytes((LIBRARY / f"{name}.py").read_bytes())
    code = (
        "import gankit, pathlib; from gankit import *\n"
        "assert pathlib.Path(gankit.__file__).parent == pathlib.Path.cwd() / 'gankit'\n"
        "assert cubic(2) == 8 and not hasattr(gankit, 'load_digits'), gankit.__all__"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=tmp_path)


def test_the_library_hands_on_what_it_names() -> None:
    for name in gankit.__all__:
        assert getattr(gankit, name) is not None
        assert name in dir(gankit)
    assert gankit.digits.load_digits is gankit.load_digits
    with pytest.raises(AttributeError, match="gankit has no songs here"):
        _ = gankit.songs


# --- curves --------------------------------------------------------------------------------------


@pytest.mark.parametrize("curve", CURVES, ids=lambda curve: curve.name)
@pytest.mark.parametrize("dtype", ["f2", "f4", "f8"])
@pytest.mark.parametrize("shape", [(), (3,), (0,), (2, 5)], ids=str)
def test_curves_keep_shape_and_type(curve: Curve, dtype: str, shape: tuple[int, ...]) -> None:
    y = curve(np.full(shape, 0.25, dtype))
    assert np.shape(y) == shape
    assert y.dtype == dtype


def test_curves_take_tensors() -> None:
    import tensorflow as tf

    x = tf.constant([[-0.5], [0.25]])
    for curve in CURVES:
        if curve is not gankit.sine:
            y = curve(x)
            assert y.dtype == tf.float32
            np.testing.assert_allclose(y, curve(x.numpy()), rtol=1e-6)


@pytest.mark.parametrize(
    ("curve", "at_quarter", "low", "high"),
    [
        (gankit.parabola, 1 / 16, 0, 0.25),
        (gankit.cubic, 1 / 64, -0.125, 0.125),
        (gankit.absolute, 0.25, 0, 0.5),
        (gankit.sine, 0.5, -0.5, 0.5),
        (gankit.polynomial([0.1, -1, 0, 2]), 0.1 - 0.25 + 2 / 64, None, None),
        (gankit.polynomial([0.3]), 0.3, 0.3, 0.3),
    ],
    ids=lambda value: getattr(value, "name", ""),
)
def test_curves_values_and_ranges(
    curve: Curve, at_quarter: float, low: float | None, high: float | None
) -> None:
    assert curve(0.25) == pytest.approx(at_quarter)
    if low is not None and high is not None:
        y = curve.points(2001)[:, 1]
        assert (y.min(), y.max()) == pytest.approx((low, high), abs=1e-6)


def test_points_are_evenly_spaced() -> None:
    points = gankit.cubic.points(5)
    np.testing.assert_allclose(points[:, 0], [-0.5, -0.25, 0, 0.25, 0.5])
    np.testing.assert_allclose(points[:, 1], points[:, 0] ** 3)
    assert gankit.cubic.points().shape == (2000, 2)


def test_polynomials_have_names_and_coefficients() -> None:
    assert gankit.polynomial([1, 2], "line").name == "line"
    assert gankit.polynomial([1, 2]).coefficients == (1.0, 2.0)
    assert "x" in gankit.polynomial([1, 2]).name


def test_random_cubics_keep_their_promises() -> None:
    rng = np.random.default_rng(0)
    x = np.linspace(-0.5, 0.5, 1001)
    drawn = [gankit.random_cubic(rng) for _ in range(100)]
    for curve in drawn:
        y = curve(x)
        assert curve.coefficients is not None and len(curve.coefficients) == 4
        assert np.abs(y).max() <= 0.501
        assert y.std() >= 0.149
        assert np.corrcoef(x, y)[0, 1] ** 2 <= 0.61
    assert len({curve.coefficients for curve in drawn}) == 100
    again = gankit.random_cubic(np.random.default_rng(0))
    assert again.coefficients == drawn[0].coefficients


# --- measures ------------------------------------------------------------------------------------


def test_distance_of_equal_clouds_is_zero() -> None:
    cloud = points_on(gankit.cubic)
    assert gankit.distance(cloud, cloud) == 0
    assert gankit.distance(cloud, np.random.default_rng(1).permutation(cloud)) < 1e-12
    assert gankit.distance(gankit.sine, gankit.sine.points(2000)) < 1e-12


def test_distance_is_symmetric_and_obeys_the_triangle_inequality() -> None:
    a, b, c = (points_on(curve, 300) for curve in (gankit.cubic, gankit.sine, gankit.absolute))
    assert gankit.distance(a, b) == pytest.approx(gankit.distance(b, a))
    assert gankit.distance(a, c) <= gankit.distance(a, b) + gankit.distance(b, c)
    assert gankit.distance(a, b) > 0.05


def test_distance_of_a_shift_is_known() -> None:
    """Moving all points by v moves each projection by |v·u|; the mean of |cos| is 2/π."""
    cloud = points_on(gankit.parabola, 200)
    for shift in ([3.0, 4.0], [0.0, 5.0], [-5.0, 0.0]):
        measured = gankit.distance(cloud, cloud + shift, directions=2000)
        assert measured == pytest.approx(5 * 2 / math.pi, rel=1e-3)
        assert gankit.distance(cloud, cloud + shift) == pytest.approx(10 / math.pi, rel=0.01)
    assert gankit.distance([[0, 0]], [[1, 0]], directions=1) == 1


def test_distance_of_clouds_of_one_size_is_scipy_s() -> None:
    random = np.random.default_rng(5)
    a, b = random.normal(size=(2, 300, 2))
    angles = np.pi * np.arange(32) / 32
    lines = np.stack([np.cos(angles), np.sin(angles)])
    pairs = zip((a @ lines).T, (b @ lines).T, strict=True)
    expected = np.mean([wasserstein_distance(u, v) for u, v in pairs])
    assert gankit.distance(a, b) == pytest.approx(expected, rel=1e-12)


def test_distance_takes_clouds_of_different_sizes() -> None:
    cloud = points_on(gankit.cubic, 500)
    assert gankit.distance(cloud, np.vstack([cloud, cloud])) < 1e-12
    assert gankit.distance(points_on(gankit.cubic, 5000), gankit.cubic) < 0.02


@pytest.mark.parametrize(
    ("points", "words"),
    [
        (np.zeros((0, 2)), r"shape \(n, 2\)"),
        (np.zeros((3, 3)), r"shape \(3, 3\)"),
        (np.zeros(4), r"shape \(4,\)"),
        ([[0, np.nan]], "not finite"),
        ([[np.inf, 0]], "not finite"),
    ],
)
def test_distance_refuses(points: Any, words: str) -> None:
    for pair in ((points, gankit.cubic), (gankit.cubic, points)):
        with pytest.raises(ValueError, match=words):
            gankit.distance(*pair)


def best_line(curve: Curve) -> Any:
    x, y = curve.points().T
    return np.column_stack([x, np.polyval(np.polyfit(x, y, 1), x)])


DRAWN = gankit.random_cubic(np.random.default_rng(3))


@pytest.mark.parametrize("curve", [gankit.cubic, gankit.parabola, DRAWN], ids=["x3", "x2", "drawn"])
def test_measures_of_known_clouds(curve: Curve) -> None:
    right = gankit.curve_measures(points_on(curve, 4000), curve)
    assert right["distance"] < 0.1
    assert right["residual"] < 1e-9
    assert right["spread"] == 1
    assert right["bend"] == pytest.approx(1)

    line = gankit.curve_measures(best_line(curve), curve)
    assert line["bend"] == pytest.approx(0, abs=1e-4)
    assert line["residual"] > 0.15
    assert line["spread"] == 1

    points = points_on(curve)
    flat = gankit.curve_measures(points * [1, 0] + [0, curve.points()[:, 1].mean()], curve)
    assert abs(flat["bend"]) < 0.5
    assert flat["distance"] > 0.2

    points[:, 1] = np.random.default_rng(1).permutation(points[:, 1])
    permuted = gankit.curve_measures(points, curve)
    assert abs(permuted["bend"]) < 0.6
    assert permuted["residual"] > 0.5
    assert permuted["spread"] == 1

    noise = np.random.default_rng(2).normal(size=(2000, 2))
    noisy = gankit.curve_measures(noise, curve)
    assert noisy["distance"] > 0.5
    assert noisy["residual"] > 1

    points = points_on(curve)
    half = gankit.curve_measures(points[points[:, 0] > 0], curve)
    assert half["spread"] == 0.5
    assert half["residual"] < 1e-9
    assert half["distance"] > 0.3


def test_measures_of_one_place() -> None:
    measures = gankit.curve_measures(np.zeros((100, 2)), gankit.cubic)
    assert measures["spread"] == 0.05
    assert measures["bend"] == 0
    assert all(np.isfinite(value) for value in measures.values())


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_measures_of_points_that_are_not_finite(value: float) -> None:
    points = points_on(gankit.cubic)
    points[7, 1] = value
    measures = gankit.curve_measures(points, gankit.cubic)
    assert measures == {"distance": np.inf, "residual": np.inf, "spread": 0, "bend": 0}


def test_measures_keep_far_points_from_counting_as_right() -> None:
    """A cubic is steep outside the range: points out there must not look bent."""
    points = points_on(gankit.cubic) * [1, 0]
    far = np.column_stack([np.full(2000, 9.0), np.full(2000, 9.0**3)])
    measures = gankit.curve_measures(np.vstack([points, far]), gankit.cubic)
    assert measures["residual"] > 100
    assert measures["spread"] == 1


# --- checks --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "options", "words"),
    [
        (None, {}, "it is None. Is there a `return`"),
        ([1.0], {}, "of type list"),
        (np.zeros((2, 3)), {"shape": (3, 2)}, "should have shape (3, 2), but it has shape (2, 3)"),
        (np.zeros(2), {"dtype": "float32"}, "has type float64. `.astype(np.float32)`"),
        (np.array(["a"]), {}, "should hold numbers"),
        (np.array([True]), {}, "should hold numbers"),
        (np.array([1, np.nan]), {}, "not finite"),
        (np.array([np.inf]), {}, "not finite"),
    ],
)
def test_array_says_what_is_wrong(value: Any, options: dict[str, Any], words: str) -> None:
    with pytest.raises(AssertionError) as failure:
        checks.array(value, "it", **options)
    assert words in str(failure.value)


def test_array_returns_what_is_right() -> None:
    value = np.ones((2, 1), "f4")
    assert checks.array(value, "it", (2, 1), "float32") is value
    assert checks.array(np.arange(3), "it").sum() == 3


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "it is None. Is there a `return`"),
        (np.zeros(1), "has shape (1,)"),
        ([1.0, 2.0], "has shape (2,)"),
        ("1", "of type str"),
        ({}, "of type dict"),
    ],
)
def test_scalar_says_what_is_wrong(value: Any, words: str) -> None:
    with pytest.raises(AssertionError) as failure:
        checks.scalar(value, "it")
    assert words in str(failure.value)


@pytest.mark.parametrize("value", [2, 2.0, np.float32(2), np.int8(2), np.array(2.0)])
def test_scalar_returns_a_float(value: Any) -> None:
    assert checks.scalar(value, "it") == 2.0
    assert type(checks.scalar(value, "it")) is float


# --- probes --------------------------------------------------------------------------------------


class StandIn:
    """Stands for a function in another process: it has the probe run there."""

    def __init__(self, function: Any):
        self.function = function
        self.asked: list[str] = []

    def run_probe(self, name: str, arguments: dict[str, Any]) -> Any:
        self.asked.append(name)
        return getattr(probes, name).body(self.function, **arguments)


def draw(n: int, scale: float, rng: np.random.Generator) -> Any:
    return rng.normal(size=n) * scale


def descend(params: Any, gradients: Any, state: Any, rate: float) -> Any:
    count = (state or 0) + 1
    return [p - rate * count * g for p, g in zip(params, gradients, strict=True)], count


def test_probes_give_the_same_in_place_and_through_a_stand_in() -> None:
    for body, run in (
        (draw, lambda f: probes.draws(f, [[3, 1.0], [2, 2.0]], seed=4)),
        (math.hypot, lambda f: probes.call(f, [3, 4])),
        (
            descend,
            lambda f: probes.adam_path(
                f, [np.ones(2)], [[np.ones(2)], [np.zeros(2)], [np.ones(2)]], {"rate": 0.5}
            ),
        ),
    ):
        stand_in = StandIn(body)
        np.testing.assert_equal(run(stand_in), run(body))
        assert len(stand_in.asked) == 1


def test_probes_are_found_by_name_and_nothing_else_is(monkeypatch: pytest.MonkeyPatch) -> None:
    assert probes.draws is gankit.probes.calls.draws
    assert {"call", "draws", "adam_path", "trained"} <= set(dir(probes))
    monkeypatch.setattr(
        gankit.probes.calls,
        "own",
        probe(answer=Anything)(lambda function: function()),
        raising=False,
    )
    for name in ("own", "PROBES", "np", "describe", "probe", "Probe"):
        assert name not in probes_in("gankit.probes")
    assert not hasattr(probes, "own")
    assert not hasattr(instruments, "studied")  # it is a probe that an instrument uses


@pytest.mark.parametrize("package", ["gankit.probes", "gangrade.instruments"])
def test_no_module_hides_a_probe(package: str) -> None:
    modules = {path.stem for path in LIBRARY.glob("*/*.py")}
    assert probes_in(package)
    assert not modules & set(probes_in(package))
    assert not set(probes_in("gankit.probes")) & set(probes_in("gangrade.instruments"))


def test_two_probes_of_one_name_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "twice").mkdir()
    for name in ("__init__", "one", "two", "_left"):
        text = "from gankit.probes.base import probe\n@probe(answer=dict)\ndef run(f): return 1\n"
        (tmp_path / "twice" / f"{name}.py").write_text("" if name == "__init__" else text)
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(ValueError, match=r"twice.one and twice.two both have a probe run;"):
        probes_in("twice")


EXAMPLES = ["gankit", "gankit.checks", "gankit.probes"]
EXAMPLES += [f"gankit.probes.{path.stem}" for path in sorted((LIBRARY / "probes").glob("[!_]*.py"))]


@pytest.mark.parametrize("name", EXAMPLES)
def test_examples_are_right(name: str) -> None:
    module = importlib.import_module(name)
    assert doctest.testmod(module, extraglobs={"gankit": gankit}).failed == 0
    for public, value in vars(module).items():
        own = not public.startswith("_") and getattr(value, "__module__", "") == name
        if own and (isinstance(value, Probe) or name == "gankit.checks"):
            assert ">>> " in value.__doc__, value.__name__


def test_a_probe_says_what_its_answer_looks_like() -> None:
    with pytest.raises(TypeError, match=r"run does not say what its answer looks like"):

        @probe
        def run(function: Any) -> Any:
            return function()


@pytest.mark.parametrize("name", [name for name in EXAMPLES if name.startswith("gankit.probes.")])
def test_answers_of_the_examples_have_their_form(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each probe has an example; its answer crosses to the grader, which compares it."""
    checked = set()

    def call(self: Probe[..., Any], function: Any, *args: Any, **kwargs: Any) -> Any:
        answer = self.body(function, *args, **kwargs)
        given = inspect.signature(self.body).bind(function, *args, **kwargs).arguments
        self.form(dict(list(given.items())[1:])).check(wire.unpacked(wire.encode(answer)))
        checked.add(self.body.__name__)
        return answer

    monkeypatch.setattr(Probe, "__call__", call)
    module = importlib.import_module(name)
    assert doctest.testmod(module, extraglobs={"gankit": gankit}).failed == 0
    own = {key for key, value in vars(module).items() if isinstance(value, Probe)}
    assert {key for key in own if getattr(module, key).__module__ == name} <= checked


def test_the_library_names_no_function_of_a_notebook() -> None:
    """A test hands on the names of functions that a probe replaces."""
    named = {
        name
        for path in (LIBRARY / "probes").glob("*.py")
        for name in re.findall(r"\b(make_\w+|train_\w*gan|latent_study|r1_penalty)\b", _code(path))
    }
    assert named <= {"make_generator", "make_discriminator"}, named  # their own stand-ins


def _code(path: Path) -> str:
    """Return a module's code without its docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)) and ast.get_docstring(
            node
        ):
            node.body[0] = ast.Pass()
    return ast.unparse(tree)


def test_probes_hand_out_copies() -> None:
    def spoil(params: Any, gradients: Any, state: Any) -> Any:
        params[0][:] = 9
        gradients[0][:] = 9
        return params, state

    params, gradients = [np.ones(2)], [[np.ones(2)]]
    probes.adam_path(spoil, params, gradients, {})
    assert params[0].tolist() == gradients[0][0].tolist() == [1, 1]


def test_a_name_that_is_not_defined_gets_a_sentence() -> None:
    with pytest.raises(AssertionError, match="Run the cell that defines it"):
        probes.call(None, [])


def test_built_describes_networks() -> None:
    import keras

    def make(units: int) -> Any:
        return keras.Sequential([keras.Input((units + 2,)), keras.layers.Dense(units)])

    one, two = probes.built(make, [{"units": 2}, {"units": 3}], [4, 5], seed=1)
    assert (one.input_shape, two.input_shape) == ((4,), (5,))
    assert [n.layers[1].options["units"] for n in (one, two)] == [2, 3]
    again, _ = probes.built(make, [{"units": 2}, {"units": 3}], [4, 5], seed=1)
    np.testing.assert_array_equal(again.layers[1].weights[0], one.layers[1].weights[0])


def test_a_network_that_is_not_built_is_told() -> None:
    import keras

    def make() -> Any:
        return keras.Sequential([keras.layers.Dense(2)])

    with pytest.raises(AssertionError, match=r"Begin it with keras\.Input"):
        probes.built(make, [{}], [4], seed=1)


def test_one_model_with_new_weights_is_no_new_model() -> None:
    import keras

    kept = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3)])

    def make() -> Any:
        kept.set_weights([np.random.default_rng().normal(size=w.shape) for w in kept.get_weights()])
        return kept

    one, other = probes.built(make, [{}, {}], [4, 4], seed=1)
    with pytest.raises(AssertionError, match="Two calls of make give networks with the same"):
        checks.fresh(one, other, "make")


def test_loss_and_gradients() -> None:
    value, (first, second) = probes.loss_and_gradients(
        lambda a, _: (a * a)[0], [np.array([3.0], "f4"), np.array([1.0], "f4")]
    )
    assert value == 9
    assert first is not None and first.tolist() == [6]
    assert second is None
    with pytest.raises(AssertionError, match="The loss is None"):
        probes.loss_and_gradients(lambda _: None, [np.zeros(1, "f4")])


def test_the_recorder_sees_values_in_eager_code_and_in_graphs() -> None:
    import tensorflow as tf
    from gankit.recorder import Recorder

    recorder = Recorder(2.0)
    batch = np.arange(6, dtype="f4").reshape(3, 2)
    np.testing.assert_array_equal(recorder(tf.constant(batch)), batch * 2)

    @tf.function  # type: ignore[untyped-decorator]
    def graph(x: Any) -> Any:
        return recorder(x) + recorder(x + 1)

    np.testing.assert_array_equal(graph(tf.constant(batch)), batch * 4 + 2)
    assert len(recorder.seen) == 3
    for seen, expected in zip(recorder.seen, (batch, batch, batch + 1), strict=True):
        np.testing.assert_array_equal(seen, expected)


def notebook(source: str) -> dict[str, Any]:
    """Return the names that a notebook with this cell defines."""
    space: dict[str, Any] = {}
    exec(source, space)
    return space


def test_with_names_restores_names() -> None:
    space = notebook("make = 1\ndef read(): return make, other\ndef fail(): return 1 / 0")
    run = with_names(space["read"], {"make": 2, "other": 3})
    assert run() == (2, 3)
    assert space["make"] == 1 and "other" not in space
    with pytest.raises(ZeroDivisionError):
        with_names(space["fail"], {"make": 2, "other": 3})()
    assert space["make"] == 1 and "other" not in space


def test_with_names_survives_a_function_that_deletes_them() -> None:
    space = notebook("make = 1\ndef remove():\n    global make\n    del make")
    with_names(space["remove"], {"make": 2})()
    assert space["make"] == 1


def test_with_names_reaches_decorated_functions_and_callable_objects() -> None:
    space = notebook(
        "import functools\n"
        "make = 1\n"
        "def twice(f):\n"
        "    @functools.wraps(f)\n"
        "    def run(*args): return f(*args) * 2\n"
        "    return run\n"
        "@twice\n"
        "def read(): return make\n"
        "class Reader:\n"
        "    def __call__(self): return make\n"
        "reader = Reader()\n"
    )
    assert with_names(space["read"], {"make": 5})() == 10
    assert with_names(space["reader"], {"make": 5})() == 5
    assert space["make"] == 1


@pytest.mark.parametrize("make", ["make_generator", "new_network"])
def test_untrained_distances_replaces_the_function_that_it_is_told(make: str) -> None:
    space = notebook(
        "import numpy as np\n"
        f"def {make}(): raise RuntimeError('the own one')\n"
        "def distance(curve, rng):\n"
        f"    generator = {make}()\n"
        "    return float(generator(rng.normal(size=(4, 5)).astype('f4')).numpy().sum())\n"
    )
    report = probes.untrained_distances(space["distance"], gankit.cubic, [1, 1, 2], make=make)
    assert len(report["distances"]) == 3
    first, same, other = report["latents"]
    assert len(first) == 1 and first[0].shape == (4, 5)
    np.testing.assert_array_equal(first[0], same[0])
    assert not np.array_equal(first[0], other[0])


# --- plots ---------------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def _close_figures() -> Iterator[None]:
    yield
    plt.close("all")


def test_plot_points() -> None:
    real, generated = points_on(gankit.cubic, 50), points_on(gankit.sine, 20)
    axes = gankit.plot_points(real, generated, "After training")
    assert isinstance(axes, Axes)
    assert axes.get_title() == "After training"
    assert [len(c.get_offsets()) for c in axes.collections] == [50, 20]  # type: ignore[arg-type]
    assert len(gankit.plot_points(gankit.cubic).lines) == 1
    assert isinstance(gankit.plot_points(None), Axes)
    given = plt.subplots()[1]
    assert gankit.plot_points(real, ax=given) is given


def test_plot_points_says_what_is_wrong() -> None:
    with pytest.raises(ValueError, match=r"shape \(n, 2\)"):
        gankit.plot_points(np.zeros((3, 3)))


def test_losses_in_panels_with_one_axis_are_never_cut() -> None:
    low = {"d_loss": [1.4, 1.3], "g_loss": [0.7, np.nan]}
    high = {"d_loss": [0.1, 0.0], "g_loss": [4.0, 9.0]}
    for order in ((low, high), (high, low)):
        figure, panels = plt.subplots(1, 2, sharey=True)
        for history, ax in zip(order, panels, strict=True):
            gankit.plot_losses(history, ax=ax)
        assert [ax.get_ylim() for ax in panels] == [(0, 1.05 * 9)] * 2
        plt.close(figure)


def test_plot_losses() -> None:
    axes = gankit.plot_losses({"d_loss": [1.4, 1.3, 1.35], "g_loss": [0.7, 0.8, 0.75]})
    assert isinstance(axes, Axes)
    curves = [line for line in axes.lines if len(np.asarray(line.get_xdata())) == 3]
    assert [list(np.asarray(line.get_ydata())) for line in curves] == [
        [1.4, 1.3, 1.35],
        [0.7, 0.8, 0.75],
    ]
    axes.figure.canvas.draw()


def trained_to(weights: str) -> Callable[..., dict[str, Any]]:
    """Return what gives, one training after the other, networks with these weights."""
    left = iter(weights)

    def train(_data: Any, _steps: int, seed: int, surroundings: int) -> dict[str, Any]:
        number = np.full((1, 1), ord(next(left)), np.float32)
        return {
            "generator": Network((Layer("Dense", {}, (), (number,)),)),
            "dice": seed + (surroundings if weights.endswith("?") else 0),
        }

    return train


@pytest.mark.parametrize(
    ("weights", "complaint"),
    [
        ("abcda", None),
        # One seed with other numbers drawn before gives another generator, and so does the same
        # training once more: XLA compiled it.
        ("abcdef", None),
        # Now and then it gives another one: a loop of TensorFlow's draws in an order of its own.
        ("abcdeaf", None),
        ("aa", "Two seeds give the same generator"),
        ("aba", "100 and 200 steps give the same generator"),
        ("abca", "Other data give the same generator"),
        ("abcdeae", "before it makes the networks"),
        ("abcde?", "Two trainings with the same seed differ"),
    ],
)
def test_a_training_follows_its_arguments(weights: str, complaint: str | None) -> None:
    train = trained_to(weights)
    run = train(0, 100, 1, 1)
    holds = nullcontext() if complaint is None else pytest.raises(AssertionError, match=complaint)
    with holds:
        checks.follows_arguments(train, run, data=(0, 1), steps=100, name="train")


def test_a_lesson_counts_images_by_draws() -> None:
    from gangrade.instruments.studies import Lesson

    given = np.random.default_rng(1).uniform(-1, 1, (20, 9)).astype(np.float32)
    states = [np.full((1, 1), n, np.float32) for n in range(3)]
    lesson = Lesson(given, (9, 1))
    lesson.note(given[:8], states[0])
    lesson.note(given[:8], states[0])  # a penalty looks at the same batch in the same state
    lesson.note(given[:8] + np.float32(0.01), states[1])
    lesson.note(given[4:12], states[2])
    lesson.note(-given[:8], states[2])  # what a generator makes
    report = lesson.report(begin=0.0)
    assert (report["images"], report["draws"], report["states"]) == (12, 24, 3)
