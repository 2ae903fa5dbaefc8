"""Films, fields, sliders and bars: what students see of a training."""

from __future__ import annotations

import base64
import json
import re
import signal
from collections.abc import Callable, Iterator
from typing import Any

import gankit
import keras
import matplotlib.pyplot as plt
import numpy as np
import pytest
from gankit import fields, films, watching
from gankit.fields import Real, equal_units, latent_grid, pushes, window_around
from gankit.snapshots import carried
from keras import layers, ops
from matplotlib.axes import Axes


class Twin(keras.Model):  # type: ignore[misc]
    """A GAN whose step just moves one weight of each network: nothing is learned in a test."""

    def __init__(self, generator: Any, discriminator: Any):
        super().__init__()
        self.generator, self.discriminator = generator, discriminator

    def train_step(self, _real: Any) -> dict[str, Any]:
        for network in (self.generator, self.discriminator):
            weight = network.trainable_variables[0]
            weight.assign(weight + 0.1)
        return {"d_loss": ops.convert_to_tensor(1.5), "g_loss": ops.convert_to_tensor(0.5)}


def twin(shape: tuple[int, ...] = (2,)) -> Twin:
    keras.utils.set_random_seed(0)
    size = int(np.prod(shape))
    generator = keras.Sequential([keras.Input((3,)), layers.Dense(size), layers.Reshape(shape)])
    discriminator = keras.Sequential([keras.Input(shape), layers.Flatten(), layers.Dense(1)])
    return Twin(generator, discriminator)


def trained(
    gan: Twin, *callbacks: Any, epochs: int = 2, at_once: int = 5, compiled: bool = True
) -> None:
    """Do 10 steps an epoch."""
    gan.compile(steps_per_execution=at_once, run_eagerly=not compiled)
    data = np.zeros((10, 2), np.float32)
    gan.fit(data, batch_size=1, epochs=epochs, callbacks=list(callbacks), verbose=0)


def kept(shape: tuple[int, ...] = (2,), **options: Any) -> Any:
    """Return the snapshots of a short training."""
    gan = twin(shape)
    second = gan.discriminator if shape == (2,) else None
    snapshots = gankit.Snapshots(gan.generator, second, **options)
    trained(gan, snapshots)
    return snapshots


def film_data(page: Any) -> tuple[dict[str, Any], bytes]:
    """Return what the player of a page gets."""
    packed = re.search(r'atob\("([^"]*)"\)', page.html)
    values = re.search(r"start\(root.querySelector\(\".stage\"\), (.*), bytes\);", page.html)
    assert packed and values
    return json.loads(values[1]), base64.b64decode(packed[1])


def array(about: dict[str, Any], binary: bytes) -> Any:
    kind = {"u8": "u1", "u16": "<u2", "i8": "i1", "f32": "<f4"}[about["type"]]
    count = int(np.prod(about["shape"]))
    return np.frombuffer(binary, kind, count, about["offset"]).reshape(about["shape"])


# --- snapshots -------------------------------------------------------------------------------


@pytest.mark.parametrize("at_once", [1, 5, 10])
def test_snapshots_know_their_steps(at_once: int) -> None:
    gan = twin()
    snapshots = gankit.Snapshots(gan.generator, gan.discriminator, moments=4)
    trained(gan, snapshots, at_once=at_once)
    assert snapshots.loss_steps == list(range(at_once, 21, at_once))
    assert snapshots.steps == [0, *(range(10, 21, 10) if at_once == 10 else range(5, 21, 5))]
    assert set(snapshots.losses) == {"d_loss", "g_loss"}
    assert len(snapshots.losses["d_loss"]) == len(snapshots.loss_steps)


def test_snapshots_are_of_their_moments() -> None:
    gan = twin()
    snapshots = gankit.Snapshots(gan.generator, gan.discriminator, moments=2)
    trained(gan, snapshots)
    assert snapshots.steps == [0, 10, 20]
    moved = [weights[0][0][0] for weights in snapshots.weights]
    np.testing.assert_allclose(moved[2] - moved[0], 2, rtol=1e-4)
    for outputs, weights in zip(snapshots.outputs, snapshots.weights, strict=True):
        again = fields.with_weights(gan.generator, weights[0])(snapshots.inputs)
        np.testing.assert_allclose(outputs, again, rtol=1e-5)
    np.testing.assert_allclose(moved[2], gan.generator.trainable_variables[0])


def test_a_second_training_goes_on() -> None:
    gan = twin()
    snapshots = gankit.Snapshots(gan.generator, moments=2)
    trained(gan, snapshots)
    trained(gan, snapshots)
    assert snapshots.steps == [0, 10, 20, 30, 40]


@pytest.mark.parametrize(
    "optimizer",
    [
        keras.optimizers.Adam(0.01, beta_1=0.9),
        keras.optimizers.Adam(0.01, beta_1=0.5, beta_2=0.8, epsilon=0.1),
        keras.optimizers.SGD(0.1, momentum=0.9),
        keras.optimizers.SGD(0.1),
    ],
)
def test_the_momentum_is_the_step_without_a_gradient(optimizer: Any) -> None:
    keras.utils.set_random_seed(0)
    network = keras.Sequential([keras.Input((3,)), layers.Dense(4), layers.Dense(2)])
    weights = network.trainable_variables
    for steps in range(4):
        told = carried(optimizer, weights)
        before = [weight.numpy() for weight in weights]
        if steps == 3:
            optimizer.apply([ops.zeros(weight.shape) for weight in weights], weights)
        else:
            optimizer.apply([ops.sin(10 * weight + steps) for weight in weights], weights)
        assert [part.shape for part in told] == [weight.shape for weight in weights]
    moved = [weight.numpy() - old for weight, old in zip(weights, before, strict=True)]
    for part, step in zip(told, moved, strict=True):
        np.testing.assert_allclose(part, step, rtol=1e-3, atol=1e-7)
    assert any(step.any() for step in moved) == (getattr(optimizer, "momentum", 1) > 0)


def test_before_the_first_step_nothing_is_carried_and_others_are_refused() -> None:
    gan = twin()
    weights = gan.generator.trainable_variables
    assert not any(part.any() for part in carried(keras.optimizers.Adam(), weights))
    with pytest.raises(
        ValueError, match="only the momentum of Adam and SGD can be kept, not of Lion"
    ):
        carried(keras.optimizers.Lion(), weights)


def test_snapshots_keep_the_momentum_of_each_moment() -> None:
    gan = twin()
    snapshots = gankit.Snapshots(gan.generator, moments=2, optimizer=keras.optimizers.SGD(1.0))
    trained(gan, snapshots)
    assert len(snapshots.carried) == len(snapshots.steps) == 3
    assert gankit.Snapshots(gan.generator).carried == []


# --- field -----------------------------------------------------------------------------------


def generator_loss(logits: Any) -> Any:
    return ops.mean(ops.softplus(-logits))


def slope(points: Any) -> Any:
    """A discriminator: the logit is X1 - 2·X2."""
    return ops.matmul(points, ops.convert_to_tensor([[1.0], [-2.0]]))


def test_pushes_go_down_the_generators_loss() -> None:
    points = np.array([[0.0, 0.0], [1.0, 0.5], [4.0, 0.0]])
    # Of -ln sigmoid(logit): sigmoid(-logit) times the slope, whatever the number of points.
    share = 1 / (1 + np.exp([0.0, 0.0, 4.0]))
    np.testing.assert_allclose(
        pushes(slope, points, generator_loss), share[:, None] * [1, -2], rtol=1e-5
    )
    constant = pushes(lambda x: ops.zeros((len(x), 1)), points, generator_loss)
    np.testing.assert_array_equal(constant, np.zeros((3, 2)))


def test_answers_lie_where_they_are_asked() -> None:
    grid = fields.answers_in(slope, (-1, 1, 0, 4), size=2)
    np.testing.assert_allclose(grid, [[-2.5, -1.5], [-6.5, -5.5]])


@pytest.mark.parametrize("show", ["logit", "probability"])
def test_a_field_shows_all_that_it_is_given(show: fields.Show) -> None:
    gan = twin()
    latents = np.random.default_rng(0).standard_normal((100, 3))
    ax = gankit.field(
        gan.generator,
        gan.discriminator,
        generator_loss=generator_loss,
        latents=latents,
        real=gankit.parabola,
        show=show,
    )
    assert isinstance(ax, Axes)
    [picture] = ax.images
    low, high = picture.get_clim()
    assert (low, high) == (0, 1) if show == "probability" else low == -high
    assert len(ax.lines) == 1 + len(latent_grid(3))
    assert len(ax.collections) == 2  # points and arrows
    plt.close(ax.figure)


def test_a_field_says_what_is_wrong() -> None:
    gan, latents = twin(), np.zeros((4, 3))
    with pytest.raises(ValueError, match="show must be one of 'logit', 'probability', not 'log"):
        gankit.field(
            gan.generator, gan.discriminator, generator_loss=None, latents=latents, show="logits"
        )
    with pytest.raises(ValueError, match=r"shape \(n, 2\), but these have shape \(4, 5, 5\)"):
        gankit.field(
            twin((5, 5)).generator, gan.discriminator, generator_loss=None, latents=latents
        )


@pytest.mark.parametrize(
    ("real", "kind"),
    [
        (None, "nothing"),
        (gankit.cubic, "line"),
        (np.zeros((9, 2)), "points"),
        ((gankit.ring(), 0.05), "circles"),
    ],
)
def test_real_data_of_every_kind(real: Any, kind: str) -> None:
    assert Real.of(real).kind == kind


def test_far_points_do_not_shrink_the_picture() -> None:
    real = Real.of(np.array([[0.0, 0.0], [1.0, 1.0]]))
    far = np.array([[1e6, -1e6], [np.nan, 0], [0.5, 0.5]])
    left, right, bottom, top = window_around([far], real)
    assert right - left < 4 and top - bottom < 4
    assert left < 0 < 1 < right and bottom < 0 < 1 < top


@pytest.mark.parametrize(
    ("window", "same", "ratio"),
    [
        ((0, 1, 0, 1), True, 1.0),
        ((-1.4, 0.85, -0.24, 0.49), True, 0.5),
        ((0, 1, 0, 4), True, 1.25),
        ((0, 10, 0, 1), False, 0.1),
        ((0, 1, -3, 3), False, 6.0),
    ],
)
def test_units_are_equally_long_where_ranges_allow_it(
    window: tuple[float, float, float, float], *, same: bool, ratio: float
) -> None:
    (left, right, bottom, top), equal = equal_units(window)
    assert equal == same
    assert (top - bottom) / (right - left) == pytest.approx(ratio)
    assert left <= window[0] and right >= window[1] and bottom <= window[2] and top >= window[3]
    assert left + right == pytest.approx(window[0] + window[1])
    assert bottom + top == pytest.approx(window[2] + window[3])


def test_one_latent_gives_a_line() -> None:
    assert latent_grid(1).shape == (1, 25, 1)
    grid = latent_grid(4)
    assert not grid[..., 2:].any()
    assert grid[..., :2].min() == -2 and grid[..., :2].max() == 2


# --- films -----------------------------------------------------------------------------------


def test_a_film_of_points_holds_what_was_there() -> None:
    snapshots = kept(real=gankit.parabola, moments=4)
    film = gankit.film(snapshots, generator_loss=generator_loss, follow=3, text="A test.")
    data, binary = film_data(film)
    [panel] = data["panels"]
    assert data["steps"] == [0, 5, 10, 15, 20]
    assert list(data["layers"]) == ["field", "push", "grid", "paths"]
    left, right, bottom, top = panel["window"]
    share = array(panel["arrays"]["points"], binary) / 65535
    points = np.array([left, bottom]) + share * [right - left, top - bottom]
    real = np.clip(np.stack(snapshots.outputs), [left, bottom], [right, top])
    np.testing.assert_allclose(points, real, atol=(right - left) / 60000)
    field = array(panel["arrays"]["field"], binary)
    logits = fields.answers_in(snapshots.second, panel["window"], size=films.GRID)[::-1]
    share = np.clip(logits / panel["reach"], -1, 1)
    np.testing.assert_allclose((field[-1] / 1.0 - 128) / 127, share, atol=0.03)
    assert [n.startswith("distance ") for n in panel["notes"]] == [True] * 5
    assert repr(film).startswith("A test.\n") and "step 20: distance" in repr(film)
    assert repr(film) in film._repr_html_() and 'src="data:image/png;base64,' in film.html


def test_arrows_have_the_scale_of_the_legend() -> None:
    first, second = kept(real=gankit.parabola), kept(real=gankit.parabola)
    weights, others = second.weights[-1][1]
    second.weights[-1] = (second.weights[-1][0], ([3 * weights[0], *weights[1:]], others))
    page = gankit.film({"one": first, "two": second}, generator_loss=generator_loss)
    data, binary = film_data(page)
    for panel, snapshots in zip(data["panels"], (first, second), strict=True):
        assert panel["equal"]
        drawn = (
            array(panel["arrays"]["push"], binary)[-1]
            / 127
            * data["longest"]
            * panel["units"]["push"]
        )
        judge = fields.with_weights(snapshots.second, snapshots.weights[-1][1])
        real = pushes(judge, snapshots.outputs[-1][: films.ARROWS], generator_loss)
        length = np.linalg.norm(real, axis=1, keepdims=True)
        cut = real * np.minimum(1, data["longest"] * panel["units"]["push"] / length)
        np.testing.assert_allclose(drawn, cut, atol=data["longest"] * panel["units"]["push"] / 120)
    assert data["panels"][0]["units"] == data["panels"][1]["units"]


@pytest.mark.parametrize(
    ("value", "found"), [(0.99, 0.5), (1, 1), (4.9, 2), (5, 5), (0.021, 0.02), (730, 500)]
)
def test_the_legends_arrow_is_a_round_number(value: float, found: float) -> None:
    assert films._round_number(value) == found


def test_words_tell_the_swing_of_each_training() -> None:
    values, notes = [2.0, 1.0, 0.2, 0.6, 0.1, 0.5], [f"distance {n}" for n in range(6)]
    told = films._sentence(range(0, 60, 10), np.array(values), notes)
    assert "Over the whole training, the least is distance 4 at step 40, and the largest" in told
    assert "largest distance 0 at step 0. In its second half, the least is distance 4" in told
    assert told.endswith("distance 4 at step 40, and the largest distance 3 at step 30.")
    page = gankit.film({"one": kept(real=gankit.parabola), "two": kept(real=gankit.cubic)})
    assert [line[:4] for line in repr(page).split("\n")] == ["one:", "two:"]
    assert page.html.count("<p>") == 2


def test_the_line_in_the_losses_is_that_of_the_loss() -> None:
    for loss, value in ((None, 0.693), (generator_loss, 0.693), (lambda x: ops.mean(x) - 2.0, -2)):
        data, _ = film_data(gankit.film(kept(), generator_loss=loss))
        (d_value, d_name), (g_value, g_name) = data["panels"][0]["losses"]["balance"]
        assert (round(d_value, 3), d_name) == (1.386, "2 ln 2")
        assert g_value == pytest.approx(value, abs=1e-3)
        assert g_name == ("ln 2" if value > 0 else "-2.00")


def test_axes_that_cannot_be_alike_say_so() -> None:
    flat = kept(real=np.array([[0.0, 0.0], [100.0, 1.0]]))
    flat.outputs = [np.clip(outputs, 0, 1) * [100, 1] for outputs in flat.outputs]
    for snapshots, same in ((flat, False), (kept(real=gankit.parabola), True)):
        data, _ = film_data(gankit.film(snapshots))
        assert data["panels"][0]["equal"] == same
        assert ("different scales" in str(data["key"])) != same


def test_films_beside_one_another_have_one_scale() -> None:
    first, second = kept(real=gankit.parabola), kept(real=gankit.cubic)
    second.outputs = [3 * outputs for outputs in second.outputs]
    second.losses["d_loss"][0] = 9.0
    second.losses["g_loss"][0] = -3.0
    data, _ = film_data(gankit.film({"one": first, "two": second}))
    one, two = data["panels"]
    assert (one["title"], two["title"]) == ("one", "two")
    for name in ("window", "reach", "ratio"):
        assert one[name] == two[name]
    assert one["losses"]["top"] == two["losses"]["top"] > 9
    assert one["losses"]["bottom"] == two["losses"]["bottom"] < -3


def test_a_shorter_training_stands_still_at_its_end() -> None:
    long, short = kept(moments=4), kept(moments=2)
    data, binary = film_data(gankit.film({"long": long, "short": short}))
    points = array(data["panels"][1]["arrays"]["points"], binary)
    assert len(points) == len(data["steps"]) == 5
    np.testing.assert_array_equal(points[2], points[4])


@pytest.mark.parametrize("shape", [(14, 14), (28, 28), (12, 20), (14, 14, 1)])
def test_a_film_of_images_is_a_sheet(shape: tuple[int, ...]) -> None:
    snapshots = kept(shape, moments=4)
    data, binary = film_data(gankit.film(snapshots))
    images = array(data["panels"][0]["arrays"]["images"], binary)
    assert images.shape[0] == 5 and images.shape[2:] == shape[:2]
    shown = np.stack(snapshots.outputs).reshape(5, 400, *shape[:2])[:, : images.shape[1]]
    np.testing.assert_array_equal(images, np.round(np.clip((shown + 1) * 127.5, 0, 255)))


def test_fifty_moments_take_less_than_a_megabyte() -> None:
    for shape in ((2,), (28, 28)):
        snapshots = kept(shape, real=gankit.parabola if shape == (2,) else None)
        for name in ("steps", "outputs", "weights"):
            setattr(snapshots, name, getattr(snapshots, name)[:1] * 80)
        snapshots.steps = list(range(0, 8000, 100))
        film = gankit.film(snapshots, generator_loss=generator_loss)
        assert len(film_data(film)[0]["steps"]) == 50
        assert len(film.html.encode()) < 1_000_000
        several = gankit.film(dict.fromkeys("abcd", snapshots), generator_loss=generator_loss)
        assert len(film_data(several)[0]["steps"]) == 25
        assert len(several.html.encode()) < 1_000_000


def test_a_pair_that_ends_in_images_shows_both() -> None:
    keras.utils.set_random_seed(0)
    encoder = keras.Sequential([keras.Input((4, 4)), layers.Flatten(), layers.Dense(2)])
    decoder = keras.Sequential([keras.Input((2,)), layers.Dense(16), layers.Reshape((4, 4))])
    images = np.random.default_rng(0).uniform(-1, 1, (6, 4, 4))
    snapshots = gankit.Snapshots(encoder, decoder, inputs=images, names=("encoder", "decoder"))
    data, _ = film_data(gankit.film(snapshots))
    assert [panel["kind"] for panel in data["panels"]] == ["points", "images"]
    assert data["panels"][1]["arrays"]["images"]["shape"] == [1, 6, 4, 4]


def test_weights_are_shown_as_histograms() -> None:
    data, binary = film_data(gankit.film(kept(moments=4), show="weights"))
    [panel] = data["panels"]
    assert panel["names"] == ["generator, layer 1", "discriminator, layer 1"]
    counts = array(panel["arrays"]["counts"], binary)
    assert counts.shape == (5, 2, 40)
    np.testing.assert_allclose(counts.sum(axis=2), 1, rtol=1e-5)


def test_what_is_not_finite_is_told() -> None:
    snapshots = kept(real=gankit.parabola)
    snapshots.outputs[-1] = np.full_like(snapshots.outputs[-1], np.nan)
    snapshots.losses["g_loss"][-1] = np.inf
    data, binary = film_data(gankit.film(snapshots))
    assert "some points are not finite" in data["panels"][0]["notes"][-1]
    assert "400 of 400 points outside" in data["panels"][0]["notes"][-1]
    assert np.isfinite(data["panels"][0]["losses"]["top"])
    assert np.isinf(array(data["panels"][0]["arrays"]["loss1"], binary)[-1])


def test_a_film_says_what_is_wrong() -> None:
    with pytest.raises(ValueError, match="at least one training"):
        gankit.film({})
    with pytest.raises(ValueError, match=r"show must be one of .*'weights', not 'bars'"):
        gankit.film(kept(), show="bars")
    with pytest.raises(ValueError, match=r"points of shape .* the generator gives \(400, 3\)"):
        gankit.film(kept((3,)))


def test_nothing_in_a_film_comes_from_elsewhere() -> None:
    text = gankit.film(kept(), text="</script><b>").html + gankit.dirac_sliders().html
    text = re.sub(r'(?<=base64,)[^"]*|(?<=atob\(")[^"]*', "", text)
    assert not re.findall(
        r"""(?:https?:)?//[a-z]|@import|url\(|fetch\(|localStorage|\.parent\b""", text
    )
    assert text.count("<script>") == text.count("</script>") == 2


def test_a_film_shows_where_the_momentum_carries_points() -> None:
    snapshots = kept(real=gankit.parabola)
    weights = snapshots.weights[0][0][0]
    # Only the bias moves: each point goes the same way.
    step = [np.zeros_like(weights[0]), np.array([0.03, -0.04], np.float32)]
    snapshots.carried = [step for _ in snapshots.steps]
    data, binary = film_data(gankit.film(snapshots, generator_loss=generator_loss))
    [panel] = data["panels"]
    assert data["hidden"] == ["momentum", "grid", "paths"]
    assert "momentum 0.0500 a step" in panel["notes"][0]
    arrows = array(panel["arrays"]["momentum"], binary)
    assert arrows.shape == (len(snapshots.steps), 24, 2)
    assert (arrows == arrows[0, 0]).all()
    assert arrows[0, 0, 0] > 0 > arrows[0, 0, 1]
    assert 0.01 <= panel["units"]["momentum"] <= 0.05
    assert any("Double arrows" in sentence["text"] for sentence in data["key"])
    without, _ = film_data(gankit.film(kept(real=gankit.parabola)))
    assert "momentum" not in without["layers"]


@pytest.mark.parametrize(
    ("covered", "words"),
    [
        ([0, 1, 2, 3], "4 of 4 modes covered"),
        ([0, 2], "2 of 4 modes covered (not 2, 4)"),
        ([], "0 of 4 modes covered"),
    ],
)
def test_a_film_of_a_ring_says_which_modes_are_missing(covered: list[int], words: str) -> None:
    """By their numbers, which stand at the circles."""
    centres = gankit.ring(4)
    points = np.concatenate([np.repeat(centres[covered], 25, axis=0), np.full((5, 2), 9.0)])
    _, note = films._measured(points, (centres, 0.05), fields.Real.of((centres, 0.05)))
    assert note == words
    share = gankit.ring_measures(points, centres, 0.05)["modes"]
    assert note.startswith(f"{round(4 * share)} of 4")


# --- sliders ---------------------------------------------------------------------------------


def test_sliders_take_a_path() -> None:
    path = np.array([[1.0, 1.0], [0.5, 0.2], [np.nan, 0.0]])
    page = gankit.dirac_sliders(path, gamma=0.3)
    data, _ = film_data(page)
    assert data["path"] == [[1, 1], [0.5, 0.2]]
    assert (data["start"], data["gamma"]) == ([1, 1], 0.3)
    assert "begins at the distance 1.414 from there and ends at 0.539" in repr(page)
    assert not data["uneven"] and "Two sliders" in repr(page)
    uneven = gankit.dirac_sliders(uneven=True)
    assert film_data(uneven)[0]["uneven"] and "how often the generator works" in repr(uneven)
    with pytest.raises(ValueError, match=r"shape \(3,\)"):
        gankit.dirac_sliders(np.zeros(3))
    with pytest.raises(ValueError, match="no points"):
        gankit.dirac_sliders(np.zeros((0, 2)))


# --- watching --------------------------------------------------------------------------------


class Shell:
    """What a notebook's shell has, as far as a bar needs it."""

    kernel = object()

    def __init__(self) -> None:
        self.events = self
        self.registered: list[Callable[..., Any]] = []

    def register(self, _event: str, function: Callable[..., Any]) -> None:
        self.registered.append(function)

    def unregister(self, _event: str, function: Callable[..., Any]) -> None:
        self.registered.remove(function)


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[dict[str, str]]]:
    """What a notebook would show, one after another; every bar is due."""
    found: list[dict[str, str]] = []

    class Display:
        def update(self, data: dict[str, str], *, raw: bool) -> None:  # noqa: ARG002
            found.append(data)

    def display(data: dict[str, str], **_options: Any) -> Display:
        found.append(data)
        return Display()

    monkeypatch.setattr("IPython.display.display", display)
    monkeypatch.setattr(watching, "_shell", Shell)
    monkeypatch.setattr(watching, "PAUSE", 0.0)
    monkeypatch.setattr(watching, "SHARE", 1e9)
    monkeypatch.setattr(watching, "_last_interrupt", -np.inf)
    monkeypatch.setattr(watching, "TWICE", 1e9)
    before = signal.getsignal(signal.SIGINT)
    yield found
    assert signal.getsignal(signal.SIGINT) == before


def test_a_bar_tells_name_steps_and_losses(shown: list[dict[str, str]]) -> None:
    trained(twin(), gankit.watch("x² & <more>"))
    lines = [data["text/plain"] for data in shown]
    assert lines[0] == "x² & <more>: step 0 of 20, starting"
    assert lines[1] == "x² & <more>: step 5 of 20, starting, d_loss 1.50, g_loss 0.50"
    assert re.fullmatch(r"x² & <more>: step 15 of 20, about \d+ s left, d_loss 1.50, .*", lines[3])
    assert re.fullmatch(r"x² & <more>: 20 steps, \d+ s, d_loss 1.50, g_loss 0.50", lines[-1])
    assert '<progress value="15" max="20">' in shown[3]["text/html"]
    assert "x² &amp; &lt;more&gt;" in shown[-1]["text/html"]
    assert "progress" not in shown[-1]["text/html"]


@pytest.mark.parametrize("shape", [(2,), (14, 14)])
def test_a_bar_draws_snapshots(shown: list[dict[str, str]], shape: tuple[int, ...]) -> None:
    gan = twin(shape)
    snapshots = gankit.Snapshots(gan.generator, real=gankit.parabola if shape == (2,) else None)
    trained(gan, snapshots, gankit.watch(picture=snapshots))
    tag = "<svg" if shape == (2,) else "<img"
    assert tag in shown[-2]["text/html"] and tag not in shown[-1]["text/html"]


def test_a_bar_draws_what_it_is_told(shown: list[dict[str, str]]) -> None:
    trained(twin(), gankit.watch(picture=lambda ax: ax.plot([1, 2])))
    assert "<img" in shown[-2]["text/html"]


def test_pictures_are_left_out_where_they_would_take_too_long(
    shown: list[dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "SHARE", 0.0)
    trained(twin(), gankit.watch(picture=lambda _ax: pytest.fail("drawn")))
    assert len(shown) == 2  # the beginning and the end


def test_an_interrupt_stops_the_training_and_keeps_what_there_is(
    shown: list[dict[str, str]],
) -> None:
    class Interrupts(keras.callbacks.Callback):  # type: ignore[misc]
        def on_train_batch_end(self, batch: int, logs: Any = None) -> None:  # noqa: ARG002
            if batch == 4:
                signal.raise_signal(signal.SIGINT)

    gan = twin()
    snapshots = gankit.Snapshots(gan.generator)
    trained(gan, snapshots, gankit.watch("ring"), Interrupts())
    assert shown[-1]["text/plain"].startswith("ring: stopped at step 5 of 20, ")
    assert snapshots.steps == [0, 5]
    gankit.film(snapshots)


def test_two_interrupts_stop_the_cell(shown: list[dict[str, str]]) -> None:
    class Interrupts(keras.callbacks.Callback):  # type: ignore[misc]
        def on_train_batch_end(self, batch: int, logs: Any = None) -> None:  # noqa: ARG002
            signal.raise_signal(signal.SIGINT)

    bar = gankit.watch("ring")
    trained(twin(), bar, Interrupts(), epochs=1, at_once=1, compiled=False)
    with pytest.raises(KeyboardInterrupt):
        trained(twin(), bar, Interrupts(), epochs=1, at_once=1, compiled=False)
    for ended in list(bar.shell.registered):
        ended()
    assert "broken off at step" in shown[-1]["text/plain"]


def test_a_bar_is_silent_where_no_notebook_is(capsys: pytest.CaptureFixture[str]) -> None:
    before = signal.getsignal(signal.SIGINT)
    bar = gankit.watch("ring")
    trained(twin(), bar)
    assert bar.shell is None
    assert signal.getsignal(signal.SIGINT) == before
    assert capsys.readouterr() == ("", "")
