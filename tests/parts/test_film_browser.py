"""Films and sliders in a browser: on every page they work alike, by mouse, touch and keyboard."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator
from typing import Any

import gankit
import numpy as np
import pytest
from gankit import snapshots
from playwright.sync_api import Browser, Locator, Page, expect

pytestmark = pytest.mark.slow

STEPS = list(range(0, 1001, 100))


def made(network: Any, shape: tuple[int, ...]) -> Any:
    """Return the snapshots of a training that never was."""
    rng = np.random.default_rng(0)
    kept = snapshots.Snapshots.__new__(snapshots.Snapshots)
    kept.first = kept.second = network
    kept.names, kept.real = ("generator", "discriminator"), gankit.parabola
    kept.steps = STEPS
    kept.outputs = [rng.normal(0, 0.3, (40, *shape)).astype(np.float32) for _ in STEPS]
    kept.carried = []
    weights = ([np.eye(3, 2, dtype=np.float32)], [])
    kept.weights = [(weights, weights) for _ in STEPS]
    kept.loss_steps = STEPS[1:]
    kept.losses = {"d_loss": [1.2] * 10, "g_loss": [0.9] * 10}
    return kept


class Network:
    """As much of a network as a film asks for."""

    input_shape, output_shape = (None, 3), (None, 1)

    def __init__(self) -> None:
        self.trainable_variables = [np.eye(3, 2, dtype=np.float32)]

    def stateless_call(self, weights: Any, _others: Any, inputs: Any, *, training: bool) -> Any:
        assert not training
        values = np.asarray(inputs)
        return (values @ weights[0] if values.shape[1] == 3 else values[:, :1] * 2), None


@pytest.fixture(scope="module")
def blocks() -> dict[str, str]:
    """The HTML of each kind of page, by its name."""
    network = Network()
    points, images = made(network, (2,)), made(network, (14, 14))
    images.second = None
    return {
        "points": gankit.film({"one": points, "two": points}, text="Two trainings.").html,
        "images": gankit.film(images).html,
        "weights": gankit.film(points, show="weights").html,
        "stairs": gankit.wasserstein_sliders([-2.0, 0.0, 2.0, 4.0]).html,
        "overlap": gankit.overlap_sliders("bar", shift=2.0).html,
        "dirac": gankit.dirac_sliders(np.array([[1.0, 1.0], [0.9, 1.1]])).html,
        "uneven": gankit.dirac_sliders(uneven=True).html,
    }


Open = Callable[..., Page]
FRAME = '<iframe sandbox="allow-scripts" style="width:100%;height:900px" srcdoc="{}"></iframe>'


@pytest.fixture
def show(browser: Browser) -> Iterator[Open]:
    """A function that shows HTML; no script may fail, and nothing may be asked for."""
    wrong: list[str] = []
    contexts = []

    def opened(body: str, **options: Any) -> Page:
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
        page.on("console", lambda message: wrong.append(f"console: {message.text}"))
        page.on("request", lambda request: wrong.append(request.url[:50]))
        page.set_content(f"<!doctype html><meta name=viewport content='width=device-width'>{body}")
        return page

    yield opened
    for context in contexts:
        context.close()
    # These tests read canvases, and a browser tells that this is slow.
    usual = ("data:", "about:", "console: Canvas2D: Multiple readback")
    assert [told for told in wrong if not told.startswith(usual)] == []


def drawn(canvas: Locator) -> int:
    """Return how many different colours a canvas has."""
    count: int = canvas.evaluate(
        "c => new Set(new Uint32Array(c.getContext('2d').getImageData("
        "0, 0, c.width, c.height).data.buffer)).size"
    )
    return count


KINDS = {
    "points": 5,
    "images": 2,
    "weights": 2,
    "dirac": 2,
    "uneven": 2,
    "stairs": 1,
    "overlap": 2,
}
"""How many canvases each has."""


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_is_drawn(
    show: Open, blocks: dict[str, str], kind: str, *, width: int, scheme: str
) -> None:
    page = show(
        blocks[kind], viewport={"width": width, "height": 800}, color_scheme=scheme, has_touch=True
    )
    canvases = page.locator("canvas")
    assert canvases.count() == KINDS[kind]
    assert all(drawn(canvas) > 3 for canvas in canvases.all())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    dark = page.locator(".gankit").evaluate("b => b.style.colorScheme")
    assert dark == scheme
    assert page.locator("img").count() == 0
    for button in page.locator("button").all():
        assert button.get_attribute("aria-label")


def test_the_players_controls(show: Open, blocks: dict[str, str]) -> None:
    page = show(blocks["points"])
    slider, step = page.get_by_role("slider"), page.locator(".step")
    expect(step).to_have_text("step 0 of 1000")
    page.get_by_role("button", name="one moment on").click()
    expect(step).to_have_text("step 100 of 1000")
    page.get_by_role("button", name="one moment back").click()
    expect(step).to_have_text("step 0 of 1000")
    slider.fill("2")
    expect(step).to_have_text("step 200 of 1000")
    assert "step 200 of 1000, one distance" in (slider.get_attribute("aria-valuetext") or "")
    for key, text in [("ArrowRight", 300), ("ArrowLeft", 200), ("End", 1000), ("Home", 0)]:
        page.locator(".stage").press(key)
        expect(step).to_have_text(f"step {text} of 1000")
    page.locator(".stage").press(" ")
    expect(page.get_by_role("button", name="pause")).to_be_visible()
    page.get_by_role("button", name="pause").click()
    expect(page.get_by_role("button", name="play")).to_be_visible()
    page.get_by_role("button", name="play").click()
    expect(step).to_have_text("step 1000 of 1000", timeout=20000)
    expect(page.get_by_role("button", name="play")).to_be_visible()
    losses = page.locator("canvas.scrub").first
    box = losses.bounding_box()
    assert box
    losses.click(position={"x": 30 + 0.5 * (box["width"] - 44), "y": 40})
    expect(step).to_have_text("step 500 of 1000")


def test_layers_are_shown_and_hidden(show: Open, blocks: dict[str, str]) -> None:
    page = show(blocks["points"])
    picture = page.locator("canvas").first
    colours = drawn(picture)
    page.get_by_label("discriminator").uncheck()
    assert drawn(picture) < colours
    before = picture.evaluate("c => c.toDataURL()")
    page.get_by_label("paths of some points").check()
    assert picture.evaluate("c => c.toDataURL()") != before


def test_the_legend_tells_what_is_shown(show: Open, blocks: dict[str, str]) -> None:
    page = show(blocks["points"])
    expect(page.get_by_role("img", name="fake: ")).to_be_visible()
    for box, text in [
        ("grid of latents", "a grid of two latents"),
        ("paths of some points", "their last 8 moments"),
    ]:
        page.get_by_label(box).check()
        expect(page.get_by_text(text)).to_be_visible()
        page.get_by_label(box).uncheck()
        expect(page.get_by_text(text)).to_be_hidden()


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_jumps_while_it_plays(show: Open, *, width: int) -> None:
    network = Network()
    points = made(network, (2,))
    points.outputs[3] = points.outputs[3] * 100  # its note is long, on a phone of several lines
    films = {"one": points, "two": made(network, (2,))}
    page = show(gankit.film(films).html, viewport={"width": width, "height": 800})
    slider, places, notes = page.get_by_role("slider"), set(), set()
    for moment in range(len(STEPS)):
        slider.fill(str(moment))
        box = slider.bounding_box()
        assert box
        places.add((box["x"], box["y"], box["width"]))
        notes.add("outside" in page.locator(".note").first.inner_text())
    assert notes == {True, False}
    assert len(places) == 1


def test_on_a_phone_both_pictures_and_the_slider_are_seen(
    show: Open, blocks: dict[str, str]
) -> None:
    page = show(blocks["points"], viewport={"width": 390, "height": 800}, has_touch=True)
    boxes = [page.locator("canvas").nth(n).bounding_box() for n in (0, 1)]
    boxes.append(page.get_by_role("slider").bounding_box())
    assert all(box and box["y"] >= 0 and box["y"] + box["height"] <= 800 for box in boxes)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_undecided_is_no_weak_real(show: Open, blocks: dict[str, str], *, scheme: str) -> None:
    page = show(blocks["points"], color_scheme=scheme)
    legend = page.get_by_role("img", name="fake: ")
    # The pixels of the bar: at fake, at undecided, where a tenth of "real" is reached, at real.
    bar = legend.evaluate(
        "c => { const pen = c.getContext('2d'), sharp = c.width / c.clientWidth;"
        "const wide = Math.min(520, c.clientWidth);"
        "return [0.02, 0.5, 0.55, 0.98].map((at) =>"
        "Array.from(pen.getImageData(at * wide * sharp, 8 * sharp, 1, 1).data).slice(0, 3)); }"
    )
    fake, undecided, weak, real = np.array(bar, int)
    assert np.abs(undecided - weak).max() > 15
    assert fake[0] > fake[2] + 50 and real[2] > real[0] + 50
    if scheme == "dark":
        assert np.abs(undecided - 27).max() > 40


def test_in_a_sandbox_without_an_origin(show: Open, blocks: dict[str, str]) -> None:
    for kind in ("points", "dirac"):
        page = show(FRAME.format(html.escape(blocks[kind])))
        frame = page.frame_locator("iframe")
        expect(frame.locator("canvas").first).to_be_visible()
        assert drawn(frame.locator("canvas").first) > 3


def test_without_scripts_there_is_a_picture_and_a_text(show: Open, blocks: dict[str, str]) -> None:
    page = show(blocks["points"], java_script_enabled=False)
    picture = page.locator("img")
    expect(picture).to_be_visible()
    assert "Two trainings." in (picture.get_attribute("alt") or "")
    page.get_by_text("In words").click()
    told = page.get_by_text("The generated points at step 0")
    expect(told).to_have_count(2)  # one paragraph for each training
    expect(told.first).to_be_visible()


def test_a_film_that_is_shown_twice_plays_twice(show: Open, blocks: dict[str, str]) -> None:
    page = show(blocks["images"] * 2)
    assert page.locator("canvas").count() == 4
    page.get_by_role("button", name="one moment on").nth(1).click()
    expect(page.locator(".step").nth(0)).to_have_text("step 0 of 1000")
    expect(page.locator(".step").nth(1)).to_have_text("step 100 of 1000")


def test_it_goes_with_the_colours_of_the_page(show: Open, blocks: dict[str, str]) -> None:
    page = show(f"<div style='background:#111'>{blocks['images']}</div>", color_scheme="light")
    block = page.locator(".gankit")
    assert block.evaluate("b => b.style.colorScheme") == "dark"


def test_the_dirac_gan_does_what_the_text_says(show: Open, blocks: dict[str, str]) -> None:
    page = show(blocks["dirac"])
    words = page.get_by_role("status")

    def distance() -> float:
        text = words.inner_text().split("(0, 0) is ")[1].split(";")[0]
        return {"less than 0.001": 0.0, "more than 1000": np.inf}.get(text) or float(
            text.removeprefix("less than ").removeprefix("more than ")
        )

    begin = np.sqrt(2)
    assert abs(distance() - begin) < 0.1  # it turns in circles
    page.get_by_label("both move at the same time").check()
    assert distance() > 1.5 * begin
    page.get_by_label("both move at the same time").uncheck()
    page.get_by_label("non-saturating loss").check()
    assert 0.05 < distance() < begin
    page.get_by_label("non-saturating loss").uncheck()
    page.get_by_role("slider", name="gamma").fill("1")
    assert distance() < 0.01


def of_uneven_rates(g_lr: float, d_lr: float, g_every: int, gamma: float) -> float:
    """Return how far a Dirac-GAN is from the goal after 500 steps, the discriminator first."""
    theta = psi = 1.0
    for step in range(1, 501):
        psi += d_lr * (theta / (1 + np.exp(psi * theta)) - gamma * psi)
        if step % g_every == 0:
            theta -= g_lr * psi / (1 + np.exp(psi * theta))
    return float(np.hypot(theta, psi))


def test_uneven_rates_and_rests_do_not_bring_the_dirac_gan_to_its_goal(
    show: Open, blocks: dict[str, str]
) -> None:
    page = show(blocks["uneven"])
    words = page.get_by_role("status")
    for g_lr, d_lr, g_every, gamma in [
        (0.1, 0.1, 1, 0.0),
        (0.1, 0.3, 2, 0.0),
        (0.5, 0.1, 5, 0.0),
        (0.1, 0.1, 5, 1.0),
    ]:
        page.get_by_role("slider", name="generator's rate").fill(str(g_lr))
        page.get_by_role("slider", name="discriminator's rate").fill(str(d_lr))
        page.get_by_role("slider", name="g_every").fill(str(g_every))
        page.get_by_role("slider", name="gamma").fill(str(gamma))
        told = float(words.inner_text().split("(0, 0) is ")[1].split(";")[0])
        assert told == pytest.approx(of_uneven_rates(g_lr, d_lr, g_every, gamma), abs=6e-4)
        assert (told > 0.7) == (gamma == 0)


@pytest.mark.parametrize(
    ("shift", "stretch", "right"), [(1.5, 1, 1.5), (-2, 1, 2), (0, 2, 2), (0, 0, 2), (0, 1, 0)]
)
def test_the_area_between_the_stairs_is_the_distance(
    show: Open, blocks: dict[str, str], *, shift: float, stretch: float, right: float
) -> None:
    page = show(blocks["stairs"])
    page.get_by_role("slider", name="shift").fill(str(shift))
    page.get_by_role("slider", name="stretch").fill(str(stretch))
    words = page.get_by_role("status").inner_text()
    assert f"the distance, is {right:.2f}. The means differ by {abs(shift):.2f}." in words


@pytest.mark.parametrize(
    ("shape", "shift", "told"),
    [
        ("bar", 0, "V = -1.386, Jensen–Shannon 0.000 (ln 2 = 0.693), Wasserstein 0.00."),
        ("bar", 0.5, "V = -0.693, Jensen–Shannon 0.347 (ln 2 = 0.693), Wasserstein 0.50."),
        ("bar", -3, "Jensen–Shannon is flat here: it does not say which way."),
        ("normal", 2, "Wasserstein 2.00."),
    ],
)
def test_the_two_distances_of_distributions_are_told(
    show: Open, blocks: dict[str, str], *, shape: str, shift: float, told: str
) -> None:
    page = show(blocks["overlap"])
    page.get_by_role("combobox", name="shape").select_option(shape)
    page.get_by_role("slider", name="shift").fill(str(shift))
    assert told in page.get_by_role("status").inner_text()


@pytest.mark.parametrize("width", [1280, 390])
def test_a_row_of_the_table_opens(show: Open, *, width: int) -> None:
    images = gankit.load_digits("test", size=14)[0][:70]
    names = [f"column {n}" for n in range(7)]
    numbers = {name: dict.fromkeys(names, 1.0) for name in ("one", "two")}
    table = gankit.set_table(dict.fromkeys(numbers, images), numbers)
    page = show(table.html, viewport={"width": width, "height": 800})
    sheet = page.get_by_alt_text("60 of the images: two")
    expect(sheet).not_to_be_visible()
    page.get_by_text("two").click()
    expect(sheet).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    heads = page.locator(".head .number").all()
    cells = page.locator("summary").first.locator(".number").all()
    for head, cell in zip(heads, cells, strict=True):
        above, below = head.bounding_box(), cell.bounding_box()
        assert above and below and abs(above["x"] - below["x"]) < 1
