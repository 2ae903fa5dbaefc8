"""Digits: the data, the classifier, the measures of generated digits, and the plot of images."""

from __future__ import annotations

import errno
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gankit
import matplotlib.pyplot as plt
import numpy as np
import pytest
from conftest import call, cell
from gangrade.candidate.candidate import Candidate
from gankit import digits
from matplotlib.axes import Axes

ALL = tuple(range(10))
FIVE = (1, 2, 4, 7, 9)


def scaled(images: Any) -> Any:
    """Return uint8 images as a right generator would give them."""
    return (images / 127.5 - 1).astype(np.float32)


def chosen(classes: tuple[int, ...], split: str = "train") -> Any:
    """Return the small images of these classes and their labels."""
    images, labels = gankit.load_digits(split, size=14)
    those = np.isin(labels, classes)
    return images[those], labels[those]


def drawn(images: Any, n: int = 2000) -> Any:
    return images[np.random.default_rng(5).integers(len(images), size=n)]


# --- data ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("split", "each"), [("train", 600), ("test", 200)])
def test_digits_are_balanced_and_small_ones_are_means(split: str, each: int) -> None:
    images, labels = gankit.load_digits(split)
    assert images.shape == (10 * each, 28, 28) and images.dtype == labels.dtype == np.uint8
    assert np.bincount(labels).tolist() == [each] * 10
    small, same = gankit.load_digits(split, size=14)
    assert small.shape == (10 * each, 14, 14) and small.dtype == np.uint8
    np.testing.assert_array_equal(labels, same)
    means = images.astype(float).reshape(-1, 14, 2, 14, 2).mean(axis=(2, 4))
    assert np.abs(small - means).max() <= 0.5


def test_digits_are_copies() -> None:
    for size in (14, 28):
        images, labels = gankit.load_digits(size=size)
        images[:], labels[:] = 7, 7
        again, true = gankit.load_digits(size=size)
        assert np.ptp(again) == 255 and np.ptp(true) == 9


def test_no_test_digit_is_a_training_digit() -> None:
    train = {image.tobytes() for image in gankit.load_digits()[0]}
    assert len(train) == 6000
    assert not any(image.tobytes() in train for image in gankit.load_digits("test")[0])


def test_all_of_mnist_comes_from_keras(monkeypatch: pytest.MonkeyPatch) -> None:
    from keras.datasets import mnist

    halves = [(np.full((n, 28, 28), n, np.uint8), np.zeros(n, np.uint8)) for n in (6, 3)]
    monkeypatch.setattr(mnist, "load_data", lambda: tuple(halves))
    assert gankit.load_digits(full=True)[0].shape == (6, 28, 28)
    images, labels = gankit.load_digits("test", size=14, full=True)
    assert images.shape == (3, 14, 14) and (images == 3).all() and len(labels) == 3


def test_load_digits_refuses() -> None:
    with pytest.raises(ValueError, match=r"split must be .* but it is 'valid'"):
        gankit.load_digits("valid")
    with pytest.raises(ValueError, match="size must be 14 or 28, but it is 20"):
        gankit.load_digits(size=20)


def test_nothing_is_loaded_before_it_is_needed() -> None:
    code = (
        "import sys, gankit\n"
        "from gankit import digits\n"
        "assert not digits._subset.cache_info().currsize\n"
        "images, _ = gankit.load_digits('test', 14)\n"
        "gankit.digit_measures(images / 127.5 - 1, images)\n"
        "sys.exit(any(m in sys.modules for m in ('tensorflow', 'keras')))\n"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_data_has_its_notice() -> None:
    text = (digits.DATA / "README.md").read_text(encoding="utf-8")
    assert "Copyright Yann LeCun and Corinna Cortes" in text
    assert "Attribution-Share Alike 3.0" in text
    for path in digits.DATA.glob("*.npz"):
        assert f"## {path.name}" in text


# --- the classifier ------------------------------------------------------------------------------


def test_the_classifier_is_as_good_as_stated() -> None:
    text = (digits.DATA / "README.md").read_text(encoding="utf-8")
    stated = re.search(r"right for (\d+) of the 2000", text)
    assert stated is not None
    images, labels = gankit.load_digits("test", size=14)
    right = int(np.sum(gankit.digit_classes(images) == labels))
    assert right >= 1900
    assert abs(right - int(stated[1])) <= 1
    assert (digits.DATA / "digit_classifier.npz").stat().st_size <= 150 * 1024


def test_the_classifier_is_the_network_that_it_says() -> None:
    import keras

    small, _ = gankit.load_digits("test", size=14)
    network = keras.Sequential(
        [
            keras.Input((14, 14)),
            keras.layers.Flatten(),
            keras.layers.Dense(128, activation="relu"),
            keras.layers.Dense(32, activation="relu"),
            keras.layers.Dense(10),
        ]
    )
    network.set_weights([*digits._weights()])
    inner = keras.Sequential(network.layers[:-1])
    pixels = small[:100].astype("f4") / 255
    features = gankit.digit_features(small[:100])
    assert features.shape == (100, 32) and features.dtype == np.float32
    np.testing.assert_allclose(features, inner(pixels), rtol=1e-4, atol=1e-4)
    np.testing.assert_array_equal(
        gankit.digit_classes(small[:100]), np.argmax(network(pixels), axis=1)
    )


def test_large_images_are_made_smaller_first() -> None:
    large, _ = gankit.load_digits("test")
    small, _ = gankit.load_digits("test", size=14)
    np.testing.assert_array_equal(gankit.digit_features(large), gankit.digit_features(small))
    np.testing.assert_array_equal(
        gankit.digit_classes(large[..., None]), gankit.digit_classes(small)
    )


@pytest.mark.parametrize(
    ("images", "words"),
    [
        (np.zeros((2, 14, 14)), "type uint8, but they are of type float64"),
        (np.zeros((2, 14, 14), "i8"), "type uint8, but they are of type int64"),
        (np.zeros((14, 14), "u1"), r"have shape \(14, 14\)"),
        (np.zeros((2, 12, 20), "u1"), r"have shape \(2, 12, 20\)"),
        (np.zeros((2, 14, 14, 3), "u1"), r"have shape \(2, 14, 14, 3\)"),
        (np.zeros((0, 14, 14), "u1"), r"have shape \(0, 14, 14\)"),
        (np.zeros((2, 196), "u1"), r"have shape \(2, 196\)"),
    ],
)
def test_images_that_are_none(images: Any, words: str) -> None:
    samples = np.zeros((2, 14, 14), np.float32)
    for function in (
        gankit.digit_features,
        gankit.digit_classes,
        lambda images: gankit.digit_measures(samples, images),
        lambda images: digits.frechet_to_images(samples, images),
    ):
        with pytest.raises(ValueError, match=words):
            function(images)


# --- the Fréchet distance ------------------------------------------------------------------------


def test_frechet_of_known_normal_distributions() -> None:
    """In one dimension it is (m1 - m2)² + (s1 - s2)²; independent dimensions add up."""
    rng = np.random.default_rng(0)
    a = rng.normal(size=(500, 4))
    a = (a - a.mean(axis=0)) @ np.linalg.inv(np.linalg.cholesky(np.cov(a.T, bias=True))).T
    assert digits.frechet(a, a) == pytest.approx(0, abs=1e-9)
    assert digits.frechet(a, a + np.array([3, 4, 0, 0])) == pytest.approx(25)
    scales = np.array([1, 2, 3, 0.5])
    assert digits.frechet(a, a * scales) == pytest.approx(np.sum((scales - 1) ** 2))
    assert digits.frechet(a * scales, a) == pytest.approx(np.sum((scales - 1) ** 2))


def test_frechet_agrees_with_the_formula() -> None:
    from scipy.linalg import sqrtm

    rng = np.random.default_rng(1)
    a = rng.normal(size=(300, 5)) @ rng.normal(size=(5, 5))
    b = rng.normal(size=(200, 5)) @ rng.normal(size=(5, 5)) + rng.normal(size=5)
    c1, c2 = np.cov(a.T, bias=True), np.cov(b.T, bias=True)
    shift = a.mean(axis=0) - b.mean(axis=0)
    wanted = shift @ shift + np.trace(c1 + c2 - 2 * np.real(sqrtm(c1 @ c2)))
    assert digits.frechet(a, b) == pytest.approx(wanted)
    assert digits.frechet(b, a) == pytest.approx(wanted)


def test_frechet_of_singular_covariances() -> None:
    one, line = np.full((50, 3), 2.0), np.outer(np.arange(50.0), [1, 0, 0])
    assert digits.frechet(one, one) == 0
    assert digits.frechet(one, one + np.array([0, 0, 2])) == pytest.approx(4)
    assert digits.frechet(line, line) == pytest.approx(0, abs=1e-6)
    assert digits.frechet(line, line[:, ::-1]) == pytest.approx(
        2 * line[:, 0].mean() ** 2 + 2 * line[:, 0].var()
    )
    assert digits.frechet([[1.0, 2.0]], [[1.0, 5.0]]) == pytest.approx(9)
    assert digits.frechet([[1.0]], [[1.0], [3.0]]) == pytest.approx(2)


def test_frechet_of_what_is_not_finite_or_no_features() -> None:
    good = np.zeros((3, 2))
    for value in (np.nan, np.inf):
        assert digits.frechet(good, [[0, value]]) == digits.frechet([[0, value]], good) == np.inf
    for bad in (np.zeros((3, 4)), np.zeros(3), np.zeros((0, 2))):
        with pytest.raises(ValueError, match="features must have shapes"):
            digits.frechet(good, bad)


def lookup(shape: tuple[int, ...], table: Any) -> Any:
    """Return a model whose image depends on the sign of the first latent alone."""
    import keras

    class Table(keras.layers.Layer):  # type: ignore[misc]
        def call(self, latents: Any) -> Any:
            number = keras.ops.cast(latents[:, 0] > 0, "int32")
            return keras.ops.take(keras.ops.convert_to_tensor(table), number, axis=0)

    return keras.Sequential([keras.Input((3,)), Table(), keras.layers.Reshape(shape)])


@pytest.mark.parametrize("shape", [(14, 14), (14, 14, 1), (28, 28), (28, 28, 1)], ids=str)
def test_frechet_distance_of_a_generator(shape: tuple[int, ...]) -> None:
    images, _ = gankit.load_digits("train", size=shape[0])
    table = images[:2]
    found = gankit.frechet_distance(images, lookup(shape, scaled(table)))
    latents = digits.latents_to_measure(3)
    assert latents.shape == (2000, 3) and latents.dtype == np.float32
    samples = table[(latents[:, 0] > 0).astype(int)]
    wanted = digits.frechet(gankit.digit_features(images), gankit.digit_features(samples))
    # Small images are rounded, what a generator makes is not.
    assert found == pytest.approx(wanted, rel=1e-4 if shape[0] == 14 else 0.01)
    if len(shape) == 3:
        images = images[..., None]
        assert gankit.frechet_distance(images, lookup(shape, scaled(table))) == found


def test_frechet_distance_of_a_generator_that_diverged() -> None:
    images, _ = gankit.load_digits(size=14)
    bad = np.full((2, 14, 14), np.nan, np.float32)
    assert gankit.frechet_distance(images, lookup((14, 14), bad)) == np.inf


def test_frechet_distance_refuses() -> None:
    import keras

    images, _ = gankit.load_digits(size=14)
    with pytest.raises(ValueError, match=r"samples must have shape .* shape \(2000, 7, 28\)"):
        gankit.frechet_distance(images, lookup((7, 28), scaled(images[:2])))
    with pytest.raises(ValueError, match=r"samples must be floats .* type uint8"):
        digits.frechet_to_images(images, images)
    with pytest.raises(ValueError, match=r"keras.Input\(\(latent_dim,\)\)"):
        gankit.frechet_distance(images, keras.Sequential([keras.layers.Dense(196)]))
    with pytest.raises(ValueError, match=r"keras.Input\(\(latent_dim,\)\)"):
        gankit.frechet_distance(images, lambda latents: latents)


# --- measures ------------------------------------------------------------------------------------


@pytest.mark.parametrize("classes", [ALL, FIVE], ids=["all", "five"])
def test_measures_of_real_digits(classes: tuple[int, ...]) -> None:
    images, _ = chosen(classes)
    new = scaled(chosen(classes, "test")[0])
    measures = gankit.digit_measures(new, images)
    assert list(measures) == ["frechet", "classes", "novelty", "variety"]
    assert all(type(value) is float for value in measures.values())
    assert measures["frechet"] < 5
    assert measures["classes"] == 1
    assert measures["novelty"] == pytest.approx(1)
    assert 0.9 < measures["variety"] < 1.05

    copies = gankit.digit_measures(scaled(drawn(images)), images)
    assert copies["frechet"] < 1
    assert copies["classes"] == 1
    assert copies["novelty"] == pytest.approx(0, abs=1e-5)
    assert copies["variety"] == pytest.approx(1, abs=0.05)


@pytest.mark.parametrize("classes", [ALL, FIVE], ids=["all", "five"])
def test_measures_of_wrong_digits(classes: tuple[int, ...]) -> None:
    images, labels = chosen(classes)
    seen = gankit.digit_classes(images)
    new, true = chosen(classes, "test")
    rng = np.random.default_rng(1)

    noise = gankit.digit_measures(rng.uniform(-1, 1, (2000, 14, 14)), images)
    assert noise["frechet"] > 200
    assert noise["classes"] <= 0.6
    assert noise["novelty"] > 2

    black = gankit.digit_measures(np.full((500, 14, 14), -1.0), images)
    assert black["frechet"] > 100
    assert black["classes"] <= 0.2
    assert black["variety"] == 0

    means = np.stack([scaled(images[labels == c]).mean(axis=0) for c in classes])
    averages = gankit.digit_measures(drawn(means), images)
    assert averages["frechet"] > 30
    assert averages["variety"] < 0.05

    some = classes[: len(classes) // 2]
    half = gankit.digit_measures(scaled(new[np.isin(true, some)]), images)
    assert half["frechet"] > 15
    assert half["classes"] == len(some) / len(classes)
    assert half["variety"] > 0.85

    single = gankit.digit_measures(scaled(images[labels == classes[1]]), images)
    assert single["frechet"] > 60
    assert single["classes"] == 1 / len(classes)

    one = np.stack([images[(labels == c) & (seen == c)][0] for c in classes])
    repeated = gankit.digit_measures(scaled(drawn(one)), images)
    assert repeated["classes"] == 1
    assert repeated["variety"] < 1e-5


def test_copies_with_noise_are_not_new() -> None:
    images, _ = chosen(ALL)
    noise = np.random.default_rng(2).normal(0, 0.1, (2000, 14, 14))
    measures = gankit.digit_measures(scaled(drawn(images)) + noise, images)
    assert 0.1 < measures["novelty"] < 0.5
    assert measures["variety"] > 0.9


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("dtype", ["f4", "f8"])
def test_measures_of_samples_that_are_not_finite(value: float, dtype: str) -> None:
    images, _ = chosen(FIVE)
    samples = scaled(images[:100]).astype(dtype)
    samples[7, 3, 3] = value
    measures = gankit.digit_measures(samples, images)
    assert measures == {"frechet": np.inf, "classes": 0, "novelty": 0, "variety": 0}
    assert digits.frechet_to_images(samples, images) == np.inf


def test_numbers_out_of_range_count_as_black_and_white() -> None:
    images, _ = chosen(ALL)
    samples = scaled(images[:200])
    sharp = np.sign(samples.astype("f8"))
    far = gankit.digit_measures(sharp * 1e300, images)
    assert far == gankit.digit_measures(sharp, images)


def test_measures_take_large_images() -> None:
    images, _ = gankit.load_digits()
    new, _ = gankit.load_digits("test")
    small = gankit.digit_measures(
        scaled(gankit.load_digits("test", 14)[0]), gankit.load_digits(size=14)[0]
    )
    large = gankit.digit_measures(scaled(new)[..., None], images)
    assert large == pytest.approx(small, rel=0.02)


def test_measures_of_images_that_are_not_ours() -> None:
    """Then the classifier says which digits they are."""
    images, _ = chosen(FIVE, "test")
    changed = np.where(images < 255, images, 254).astype(np.uint8)
    samples = scaled(drawn(chosen(FIVE)[0]))
    measures = gankit.digit_measures(samples, changed)
    assert measures["classes"] == 1
    assert measures["variety"] == pytest.approx(1.05, abs=0.1)
    lacking = gankit.digit_measures(scaled(chosen(FIVE[:3])[0]), changed)
    assert lacking["classes"] == 3 / 5


def test_measures_of_very_few() -> None:
    images, labels = chosen(ALL)
    for real in (images[:1], images[labels == 3][:2], np.repeat(images[:1], 5, axis=0)):
        for n in (1, 2):
            measures = gankit.digit_measures(scaled(images[:n]), real)
            assert all(np.isfinite(value) for value in measures.values())
    assert gankit.digit_measures(scaled(images[:1]), images[:1])["frechet"] < 1e-6


@pytest.mark.parametrize(
    ("samples", "words"),
    [
        (np.zeros((2, 14, 14), "u1"), "floats between -1 and 1, but they are of type uint8"),
        (np.zeros((2, 12, 20)), r"samples must have shape .* shape \(2, 12, 20\)"),
        (np.zeros((14, 14)), r"shape \(14, 14\)"),
        (np.zeros((0, 14, 14)), r"shape \(0, 14, 14\)"),
    ],
)
def test_measures_refuse(samples: Any, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        gankit.digit_measures(samples, chosen(FIVE)[0])


# --- plot ----------------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def _close_figures() -> Iterator[None]:
    yield
    plt.close("all")


def picture(axes: Axes) -> Any:
    """Return the pixels that are drawn, with NaN where there are none."""
    return np.ma.filled(axes.images[0].get_array(), np.nan)  # type: ignore[no-untyped-call]


def test_plot_images() -> None:
    images, _ = gankit.load_digits("test")
    axes = gankit.plot_images(images[:11], "Digits", columns=4)
    assert isinstance(axes, Axes)
    assert axes.get_title() == "Digits"
    drawing = picture(axes)
    assert drawing.shape == (3 * 29 - 1, 4 * 29 - 1)
    np.testing.assert_allclose(drawing[29:57, 58:86], images[6] / 127.5 - 1)
    assert np.isnan(drawing[28]).all() and np.isnan(drawing[:, 28]).all()
    assert np.isnan(drawing[58:, 87:]).all()
    assert axes.images[0].get_clim() == (-1, 1)
    axes.figure.canvas.draw()


def test_plot_images_of_all_kinds() -> None:
    images = np.random.default_rng(0).uniform(-1, 1, (3, 12, 20)).astype(np.float32)
    given = plt.subplots()[1]
    assert gankit.plot_images(images[..., None], ax=given) is given
    assert picture(given).shape == (12, 3 * 21 - 1)  # no more columns than images
    np.testing.assert_array_equal(picture(given)[:, 21:41], images[1])
    assert gankit.plot_images(None, "Nothing").get_title() == "Nothing"
    gankit.plot_images(np.full((2, 4, 4), np.nan)).figure.canvas.draw()


@pytest.mark.parametrize(
    ("images", "words"),
    [
        (np.zeros((14, 14)), r"have \(14, 14\)"),
        (np.zeros((2, 14, 14, 3)), r"have \(2, 14, 14, 3\)"),
        (np.zeros((0, 14, 14)), r"have \(0, 14, 14\)"),
        (np.zeros((2, 14, 14), int), "of type int64"),
    ],
)
def test_plot_images_says_what_is_wrong(images: Any, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        gankit.plot_images(images)


# --- in the sandbox ------------------------------------------------------------------------------


def test_a_candidate_may_read_digits_but_not_change_them(candidate: Candidate) -> None:
    source = (
        "import gankit, numpy as np\n"
        "from pathlib import Path\n"
        "def look():\n"
        "    images, labels = gankit.load_digits('test', size=14)\n"
        "    return float(np.mean(gankit.digit_classes(images) == labels))\n"
        "def change():\n"
        "    try:\n"
        "        Path(gankit.digits.DATA, 'digit_classifier.npz').open('r+b')\n"
        "    except OSError as error:\n"
        "        return error.errno\n"
    )
    cell(candidate, source)
    assert call(candidate, "look") > 0.95
    # Which of them depends on the layer that refuses: who owns it, Landlock, a mount.
    assert call(candidate, "change") in {errno.EACCES, errno.EPERM, errno.EROFS}


# --- the script ----------------------------------------------------------------------------------


def test_the_script_moves_images_and_makes_them_smaller() -> None:
    path = Path(__file__).parents[2] / "autograder" / "train_classifier.py"
    space: dict[str, Any] = {"__name__": "script"}
    exec(compile(path.read_text(encoding="utf-8"), path.name, "exec"), space)
    images, _ = gankit.load_digits("test")
    moved = space["shifted"](images[:50], np.random.default_rng(0))
    assert moved.shape == (50, 28, 28) and moved.dtype == np.uint8
    for before, after in zip(images[:50], moved, strict=True):
        whole = np.pad(before, 2)
        windows = [whole[y : y + 28, x : x + 28] for y in range(5) for x in range(5)]
        assert any(np.array_equal(after, window) for window in windows)
    assert len({(a == b).all() for a, b in zip(images[:50], moved, strict=True)}) == 2
    pixels = space["pixels"](images)
    assert pixels.dtype == np.float32 and 0 <= pixels.min() <= pixels.max() == 1
    small = gankit.load_digits("test", size=14)[0].reshape(2000, -1) / 255
    np.testing.assert_allclose(pixels, small, atol=0.51 / 255)
