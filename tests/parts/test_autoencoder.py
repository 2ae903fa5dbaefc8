"""Part autoencoder: what its references give, and how what it draws is made."""

from __future__ import annotations

import runpy
from pathlib import Path

import keras
import numpy as np
import pytest
from gangrade.subjects import SUBJECTS
from gangrade.subjects.autoencoders import TurnedDigits
from gangrade.verdicts import codes, networks

Shape = tuple[int, int]


@pytest.mark.parametrize(("n", "shape"), [(40, (5, 7)), (60, (4, 6)), (6, (5, 4)), (30, (3, 8))])
def test_the_components_of_drawn_images_are_those_of_a_decomposition(n: int, shape: Shape) -> None:
    for seed in range(5):
        images, mean, components = codes.images_along(np.random.default_rng(seed), n, shape)
        assert images.min() >= 0
        assert images.max() <= 1
        flat = images.reshape(n, -1)
        lengths, rows = np.linalg.svd(flat - mean, full_matrices=False)[1:]
        count = len(components)
        assert np.abs(rows[:count] @ components.T) == pytest.approx(np.eye(count), abs=1e-9)
        variances = lengths[:count] ** 2
        assert (variances[1:] < 0.95 * variances[:-1]).all()
        assert codes.principal(images, 1)[0] == pytest.approx(mean)


def test_wrong_reconstructions_that_are_named_are_no_right_ones() -> None:
    random = np.random.default_rng(1)
    for k in (14, 16, 18):  # with few components nothing is clipped
        images, mean, components = codes.images_along(random, 20, (4, 5))
        new = random.integers(0, 2, (6, 4, 5)).astype(float)
        given = new, mean, components[:k]
        known = codes.not_reconstructed(*given)
        assert codes.recognised(codes.reconstructed(*given), known) == ""
        assert len(images) == 20


@pytest.mark.parametrize(("size", "stride"), [((3, 2), 1), ((2, 3), 2), ((4, 3), 3), ((2, 2), 3)])
def test_the_references_of_convolutions_agree_with_keras(size: Shape, stride: int) -> None:
    random = np.random.default_rng(2)
    image, kernel = random.normal(0, 1, (11, 8)), random.normal(0, 1, size)
    forth = keras.ops.conv(image[None, :, :, None], kernel[:, :, None, None], strides=stride)
    right = codes.convolution(image, kernel, stride)
    assert right == pytest.approx(np.asarray(forth)[0, :, :, 0], abs=1e-5)
    layer = keras.layers.Conv2DTranspose(1, size, strides=stride, use_bias=False)
    layer.build((None, *right.shape, 1))
    layer.set_weights([kernel[:, :, None, None]])
    back = np.asarray(layer(right[None, :, :, None].astype(np.float32)))[0, :, :, 0]
    own = codes.transposed(right, kernel, stride)
    # Keras fills up to size · stride where the stride is larger than the kernel.
    assert own == pytest.approx(back[: own.shape[0], : own.shape[1]], abs=1e-4)
    if 1 < stride < max(size):  # else the one or the other mistake changes nothing
        assert codes.recognised(right, codes.not_convolution(image, kernel, stride)) == ""
        assert codes.recognised(own, codes.not_transposed(right, kernel, stride)) == ""


def test_the_counts_are_those_that_the_text_shows() -> None:
    assert codes.reach(4, 3, 2).tolist() == [1, 1, 2, 1, 2, 1, 2, 1, 1]
    assert codes.reach(3, 2, 2).tolist() == [1] * 6
    assert codes.reach(2, 1, 3).tolist() == [1, 0, 0, 1]


def test_wrong_probes_err_in_drawn_cases() -> None:
    random = np.random.default_rng(3)
    for counts in ({0: 30, 1: 12}, {-5: 9, 3: 25, 40: 14}):
        _, labels, new_codes, known = codes.probe_case(random, counts=counts, size=3, m=40)
        right, *wrong = known.values()
        assert {*labels.tolist()} == {*counts}
        assert len(right) == len(new_codes)
        assert all((other != right).sum() >= 2 for other in wrong)


def test_wrong_roots_that_are_named_are_no_right_ones() -> None:
    random = np.random.default_rng(4)
    for k in (2, 5):
        right = codes.covariance(codes.correlated(random, 30, k))
        assert codes.recognised(right, codes.not_root(right)) == ""


def decoder(activation: str, *, before: str = "linear") -> networks.Network:
    from gankit.networks import describe

    layers = [
        keras.Input((3,)),
        keras.layers.Dense(9, activation="relu"),
        keras.layers.Dense(20, activation=before),
        keras.layers.Activation(activation),
        keras.layers.Reshape((4, 5)),
    ]
    return describe(keras.Sequential(layers), (3,))


@pytest.mark.parametrize("seed", range(3))
def test_a_sigmoid_is_told_from_what_is_like_it(seed: int) -> None:
    random = np.random.default_rng(seed)
    inputs = random.normal(0, 1, (16, 3)).astype(np.float32)
    networks.check_sigmoid(decoder("sigmoid"), inputs, random, "make_decoder")
    for activation, message in [
        ("hard_sigmoid", "it is not a sigmoid alone"),
        ("tanh", "A pixel should lie between 0 and 1"),
        ("linear", "A pixel should lie between 0 and 1"),
    ]:
        with pytest.raises(AssertionError, match=message):
            networks.check_sigmoid(decoder(activation), inputs, random, "make_decoder")
    with pytest.raises(AssertionError, match=r"not a sigmoid alone .* no activation just before"):
        networks.check_sigmoid(decoder("sigmoid", before="relu"), inputs, random, "make_decoder")


def test_drawn_networks_give_what_their_reference_says() -> None:
    import gankit

    random = np.random.default_rng(5)
    for hidden in (0, 7):
        layers, weights = codes.decoder(random, 2, (3, 4), hidden=hidden)
        given = random.normal(0, 1, (5, 2)).astype(np.float32)

        def run(model: keras.Model, values: np.ndarray) -> np.ndarray:
            return np.asarray(model(values))

        made = gankit.probes.with_network(run, [2], layers, weights, [given])
        assert made == pytest.approx(codes.decoded(weights, given, (3, 4)), abs=1e-4)


def test_turned_digits_are_those_of_the_same_classes() -> None:
    target = SUBJECTS["autoencoder"].draw(np.random.default_rng(8))
    upright = TurnedDigits(target.classes, turn=0, codes=target.codes)
    assert len(target.images) == len(upright.images) == 600 * len(target.classes)
    turned = upright.images[0, :, :: -1 if target.turn > 3 else 1]
    assert np.array_equal(target.images[0], np.rot90(turned, target.turn))


def test_no_matrix_passes_for_an_autoencoder() -> None:
    """Those that calibration holds against the limit are the best of their kind."""
    subject = SUBJECTS["autoencoder"]
    limits = {"ratio": subject.measures[0].allowed}
    for target in (subject.fixed_target(), subject.draw(np.random.default_rng(9))):
        for cloud in subject.wrong(target).values():
            values = subject.values(cloud.astype(np.float32), target)
            assert subject.excess(values, limits) > 1.02


def test_the_price_of_the_gan_is_that_of_the_one_whose_digits_ship() -> None:
    root = Path(__file__).parents[2]
    made = runpy.run_path(str(root / "autograder" / "make_gan_digits.py"))
    weights = sum(network.count_params() for network in made["make_networks"]())
    text = (root / "assignment" / "autoencoder.ipynb").read_text(encoding="utf-8")
    assert f"{{2:8}} {{{weights}:8}} {{{made['MOMENTS'][-1]}:6}}" in text
    assert made["BATCH"] == 64
