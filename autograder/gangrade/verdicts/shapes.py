"""Right answers of the part about shapes: points, folded networks, generators that rest."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import Any

import gankit
import numpy as np
from gankit import checks
from numpy.typing import NDArray
from scipy.stats import chisquare, kstest

from gangrade.verdicts import draws, references

Array = NDArray[np.float64]
Weights = Sequence[NDArray[Any]]


def on_line(points: Array, slope: float, intercept: float) -> Array:
    """Return where points with the same X1 lie on a line, shape (n, 2).

    >>> on_line(np.array([[0.5, 9.0]]), slope=3, intercept=1)
    array([[0.5, 2.5]])
    """
    x1 = np.clip(points[:, 0], -1, 1)
    return np.column_stack([x1, slope * x1 + intercept])


def on_parabola(points: Array, curvature: float) -> Array:
    """Return where points with the same X1 lie on a parabola, shape (n, 2)."""
    x1 = np.clip(points[:, 0], -1, 1)
    return np.column_stack([x1, curvature * x1**2])


def on_spiral(points: Array, turns: float) -> Array:
    """Return where points with the same radius lie on a spiral of radius 1, shape (n, 2).

    >>> on_spiral(np.array([[0.0, 0.5]]), turns=1).round(6)
    array([[-0.5,  0. ]])
    """
    radius = np.minimum(np.hypot(*points.T), 1)
    angle = 2 * np.pi * turns * radius
    return np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])


def dense_weights(random: np.random.Generator, sizes: Sequence[int]) -> list[NDArray[np.float32]]:
    """Draw the weights [w1, b1, w2, b2, …] of Dense layers.

    >>> [w.shape for w in dense_weights(np.random.default_rng(1), [3, 5, 2])]
    [(3, 5), (5,), (5, 2), (2,)]
    """
    weights: list[NDArray[np.float32]] = []
    for inputs, outputs in itertools.pairwise(sizes):
        shapes: list[tuple[int, ...]] = [(inputs, outputs), (outputs,)]
        weights += [random.normal(0, 0.7, shape).astype(np.float32) for shape in shapes]
    return weights


def dense_outputs(weights: Sequence[NDArray[Any]], inputs: NDArray[Any]) -> Array:
    """Return what these layers give, with LeakyReLU of slope 0.2 between them.

    >>> dense_outputs([np.eye(1), np.zeros(1), np.eye(1), np.ones(1)], np.array([[-1.0]]))
    array([[0.8]])
    """
    values = np.asarray(inputs, np.float64)
    for number in range(0, len(weights), 2):
        if number:
            values = np.where(values > 0, values, 0.2 * values)
        values = values @ np.asarray(weights[number], np.float64) + weights[number + 1]
    return values


MODES = {
    "call": "called by hand",
    "function": "as one compiled function",
    "epochs": "under fit, over two epochs",
    "two fits": "in one fit and then another one",
}
"""How ``gankit.probes.uneven_steps`` trains, in words."""

Report = Mapping[str, Any]


def _moves(before: Weights, steps: Sequence[Weights]) -> list[bool]:
    """Return for each step whether any of the weights has changed in it, by however little."""
    pairs = zip([before, *steps[:-1]], steps, strict=True)
    return [
        any(not np.array_equal(a, b) for a, b in zip(old, new, strict=True)) for old, new in pairs
    ]


def check_rhythm(g: Weights, d: Weights, report: Report, g_every: int, mode: str) -> None:
    """Check that the generator moves in one of each ``g_every`` steps, the discriminator in all.

    Raises:
        AssertionError: with a message for the student.
    """
    losses = np.array(report["losses"])
    assert np.isfinite(losses).all(), (
        f"Both losses should be finite numbers in every step, {mode}, also where the generator "
        "rests."
    )
    moved, d_moved = _moves(g, report["generator"]), _moves(d, report["discriminator"])
    steps = len(moved)
    assert all(d_moved), (
        f"The discriminator should be updated in every step, but {mode} it moved in {sum(d_moved)} "
        f"of {steps}."
    )
    count = sum(moved)
    assert count, (
        f"With g_every = {g_every} the generator never moved in {steps} steps, {mode}. A counter "
        "that is a Python number is read only once, while the step is compiled: count in a "
        "tf.Variable."
    )
    if g_every > 1 and count == steps:
        raise AssertionError(
            f"With g_every = {g_every} the generator moved in every step, {mode}. Where it rests, "
            "its optimizer must not be used: gradients of 0 still move Adam."
        )
    windows = [sum(moved[start : start + g_every]) for start in range(steps - g_every + 1)]
    assert {*windows} == {1}, (
        f"With g_every = {g_every} the generator should move in one of each {g_every} consecutive "
        f"steps, {mode}; it moved in the steps {[n for n, m in enumerate(moved, 1) if m]} of "
        f"{steps}."
    )
    counts = np.array(report["iterations"])
    expected = np.column_stack([np.cumsum(moved), np.arange(1, steps + 1)])
    for name, own, right in zip(("generator", "discriminator"), counts.T, expected.T, strict=True):
        assert np.array_equal(own, right), (
            f"The {name}'s optimizer should be used exactly once for each update of the {name}: "
            f"after {steps} steps, {mode}, it counts {own[-1]} updates instead of {right[-1]}."
        )


def _updated(
    g: Weights, d: Weights, real: NDArray[Any], rates: Sequence[float]
) -> dict[str, tuple[Weights, Weights]]:
    """Return generator and discriminator after one step, for each order of the updates."""
    z = np.zeros((len(real), g[0].shape[0]))

    def generator(d: Weights) -> Weights:
        return references.gan_step(g, d, real, latents=z, rate=rates[0])[
            "both from the old weights"
        ][0]

    def discriminator(g: Weights) -> Weights:
        return references.gan_step(g, d, real, latents=z, rate=rates[1])[
            "both from the old weights"
        ][1]

    new_g, new_d = generator(d), discriminator(g)
    return {
        "both from the old weights": (new_g, new_d),
        "discriminator first": (generator(new_d), new_d),
        "generator first": (new_g, discriminator(new_g)),
    }


def _far(mine: Weights, right: Weights) -> float:
    return max(float(abs(a - b).max()) for a, b in zip(mine, right, strict=True))


def check_steps(
    g: Weights, d: Weights, batches: Sequence[Any], report: Report, rates: Sequence[float]
) -> None:
    """Check that each step of gradient descent, with latents 0, is exactly what it should be.

    Raises:
        AssertionError: with a message for the student.
    """
    moved = _moves(g, report["generator"])
    assert any(moved), "The generator never moved."
    for number, real in enumerate(batches):
        new_g, new_d = report["generator"][number], report["discriminator"][number]
        orders = _updated(g, d, real, rates=rates)
        if not moved[number]:
            orders = {"resting": (g, orders["both from the old weights"][1])}
        far = {name: (_far(new_g, o[0]), _far(new_d, o[1])) for name, o in orders.items()}
        off = dict(zip(("generator", "discriminator"), min(far.values(), key=max), strict=True))
        wrong = [name for name, value in off.items() if value > 1e-5]
        assert not wrong, (
            f"After step {number + 1} the weights of the {' and the '.join(wrong)} are not what "
            "one update gives, with its own loss and the learning rate of its own optimizer."
        )
        if number == 0:  # later ones may be a running mean
            d_loss, g_loss = report["losses"][0]
            _check_loss("d_loss", d_loss, [_losses(one, d, real)[0] for one in (g, new_g)])
            if moved[0]:
                _check_loss("g_loss", g_loss, [_losses(g, one, real)[1] for one in (d, new_d)])
        g, d = new_g, new_d


def _losses(g: Weights, d: Weights, real: NDArray[Any]) -> tuple[float, float]:
    """Return both losses, with latents 0."""
    fake = references.forward(d, references.forward(g, np.zeros((len(real), g[0].shape[0]))))
    d_loss = references.discriminator_loss(references.forward(d, real), fake)[0]
    return d_loss, references.generator_loss(fake)[0]


def _check_loss(name: str, value: float, right: Sequence[float]) -> None:
    assert np.isclose(value, right, rtol=1e-3, atol=1e-4).any(), (
        f"train_step returned {name} = {value:.4f}, but the loss of this batch is {right[0]:.4f}."
    )


def check_adam(g: Weights, d: Weights, batches: Sequence[Any], report: Report, rate: float) -> None:
    """Check that the generator moves as Adam (beta_1 0.5) does that has seen its updates only.

    Raises:
        AssertionError: with a message for the student.
    """
    moved = _moves(g, report["generator"])
    assert any(moved), "The generator never moved."
    paths: dict[str, list[Weights]] = {"old": [], "new": []}
    states = [g, *report["generator"]], [d, *report["discriminator"]]
    for number, real in enumerate(batches):
        if moved[number]:
            own = [np.asarray(w, np.float64) for w in states[0][number]]
            z = np.zeros((len(real), g[0].shape[0]))
            for name, other in [("old", states[1][number]), ("new", states[1][number + 1])]:
                after = references.gan_step(own, other, real, latents=z, rate=1.0)[
                    "both from the old weights"
                ]
                paths[name].append([a - b for a, b in zip(own, after[0], strict=True)])
    far = []
    for gradients in paths.values():
        path = references.adam(g, gradients, keras_form=True, lr=rate, beta_1=0.5)
        steps = [step for step, works in zip(report["generator"], moved, strict=True) if works]
        far.append(max(_far(a, b) for a, b in zip(steps, path, strict=True)))
    assert min(far) <= rate / 20, (
        f"With Adam, the generator's weights are off by up to {min(far):.3g} after {sum(moved)} "
        "updates. Where it rests, Adam's running means have to rest as well."
    )


def check_latents(steps: Sequence[Sequence[NDArray[Any]]], batch: int, size: int) -> None:
    """Check that the first latents of each step are standard normal, and not those of another one.

    Raises:
        AssertionError: with a message for the student.
    """
    assert all(steps), "The generator was not called in each train_step."
    for step in steps:
        for latents in step:
            assert latents.shape == (batch, size), (
                f"For a batch of {batch} real points and latent_dim {size} the latents should have "
                f"shape {(batch, size)}, but they have {latents.shape}."
            )
    for place in range(min(map(len, steps))):
        seen = [step[place] for step in steps]
        for number, one in enumerate(seen):
            assert not any(np.array_equal(one, other) for other in seen[:number]), (
                "Two steps use the same latents. Draw new ones in every step, as fake does."
            )
        values = np.concatenate(seen).ravel().astype(np.float64)
        # Five standard errors; a right solution is below the p-value once in a million draws.
        assert (
            abs(values.mean()) < 5 / np.sqrt(values.size)
            and abs(values.var() - 1) < 5 * np.sqrt(2 / values.size)
            and kstest(values, "norm").pvalue > 1e-6
        ), (
            "The latents should be standard normal, but they go from "
            f"{values.min():.2f} to {values.max():.2f}, with mean {values.mean():.2f} and variance "
            f"{values.var():.2f}."
        )


def check_replacement(replay: Any, stores: int = 1200) -> None:
    """Check that in a full store each new sample replaces a held one that is chosen uniformly.

    Raises:
        AssertionError: with a message for the student.
    """
    capacity, first = 6, np.arange(6, dtype=np.float32)[:, None]

    def survivors(purpose: str, *pushes: NDArray[np.float32]) -> NDArray[np.bool_]:
        """Return for each store which of the six first samples it still holds."""
        seeds = [draws.seed(purpose, number) for number in range(stores)]
        # One of six is missed in 150 draws once in 10¹¹ stores.
        contents = gankit.probes.replay_contents(replay, capacity, pushes, count=150, seeds=seeds)
        return np.array([[np.any(drawn == value) for value in first] for drawn in contents])

    held = survivors("one", first, np.full((1, 1), 9, np.float32))
    assert (held.sum(axis=1) == 5).all(), (
        "When one sample is pushed into a full store, it should replace exactly one that is held."
    )
    counts = (~held).sum(axis=0)
    assert chisquare(counts).pvalue > 1e-6, (
        "In a full store the new sample should replace each of the held ones with equal "
        f"probability. In {stores} stores, the six held ones were replaced {counts.tolist()} "
        "times, in the order in which they had been pushed."
    )
    many = np.arange(9, 13, dtype=np.float32)[:, None]
    longer = np.concatenate([first, np.arange(9, 23, dtype=np.float32)[:, None]])
    for words, pushes, new in [
        ("four are pushed at once", [first, many], 4),
        ("twenty are pushed at once", [longer], 14),
    ]:
        number = survivors(words, *pushes).sum(axis=1)
        expected = capacity * (1 - 1 / capacity) ** new
        pairs = capacity * (capacity - 1) * (1 - 2 / capacity) ** new
        error = np.sqrt((expected + pairs - expected**2) / stores)
        assert abs(number.mean() - expected) < 6 * error, (
            f"In a store with capacity 6, of which {words}, on average {expected:.2f} of the first "
            f"six samples should be left; of yours, {number.mean():.2f} are. Each new sample "
            "replaces a held one by itself, one after the other, and may replace a new one too."
        )


def minibatch_case(
    random: np.random.Generator, n: int, a: int, b: int, c: int
) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
    """Draw features, a kernel, and weights of the results, shape (n, b); no difference is near 0.

    >>> [x.shape for x in minibatch_case(np.random.default_rng(1), 4, 3, 2, 5)]
    [(4, 3), (3, 2, 5), (4, 2)]
    """
    while True:
        features = random.normal(0, 1, (n, a)).astype(np.float32)
        kernel = random.normal(0, 1 / np.sqrt(a * c), (a, b, c)).astype(np.float32)
        m = np.tensordot(features.astype(float), kernel, 1)
        apart = abs(m[:, None] - m[None])[~np.eye(n, dtype=bool)]
        if apart.size == 0 or apart.min() > 3e-4:
            return features, kernel, random.normal(0, 1, (n, b)).astype(np.float32)


def minibatch(
    features: NDArray[Any], kernel: NDArray[Any], weights: NDArray[Any]
) -> tuple[Array, list[Array]]:
    """Return minibatch features, and the gradients of their sum times ``weights`` in both.

    Source: Salimans et al., "Improved Techniques for Training GANs", 2016, section 3.2, without the
    comparison of a sample with itself.

    >>> value, _ = minibatch(np.zeros((3, 2)), np.ones((2, 1, 4)), np.ones((3, 1)))
    >>> value.ravel().tolist()
    [2.0, 2.0, 2.0]
    """
    x, k = np.asarray(features, np.float64), np.asarray(kernel, np.float64)
    m = np.tensordot(x, k, 1)
    apart = m[:, None] - m[None]
    near = np.exp(-abs(apart).sum(axis=-1)) * (1 - np.eye(len(x)))[:, :, None]
    both = weights[:, None] + weights[None]
    to_m = -(np.sign(apart) * (near * both)[..., None]).sum(axis=1)
    return near.sum(axis=1), [np.einsum("nbc,abc->na", to_m, k), np.einsum("na,nbc->abc", x, to_m)]


def check_minibatch(
    report: Report, features: NDArray[Any], kernel: NDArray[Any], weights: NDArray[Any]
) -> None:
    """Compare values and gradients with the right ones, and wrong values with those that are known.

    Raises:
        AssertionError: with a message for the student.
    """
    right, gradients = minibatch(features, kernel, weights)
    shape = right.shape
    case = f"For {len(features)} samples and a kernel of shape {kernel.shape}"
    value = checks.array(report["value"], f"{case} the result", shape)
    m = np.tensordot(features.astype(float), kernel, 1)
    apart = m[:, None] - m[None]
    sums = abs(apart).sum(axis=-1)
    others = 1 - np.eye(len(features))[:, :, None]
    known = {
        "Each sample is compared with itself, too.": right + 1,
        "The differences are squared before they are added.": (
            np.exp(-(apart**2).sum(axis=-1)) * others
        ).sum(axis=1),
        "The distance is the root of the summed squares, not the sum of the absolute values.": (
            np.exp(-np.sqrt((apart**2).sum(axis=-1))) * others
        ).sum(axis=1),
        "There is no exponential.": sums.sum(axis=1),
        "The sign in the exponent is positive.": (np.exp(np.minimum(sums, 50)) * others).sum(
            axis=1
        ),
        "It is the mean over the batch, not the sum.": right / len(features),
        "It is the mean over the others, not the sum.": right / max(1, len(features) - 1),
        "Only samples that come later in the batch are compared.": (
            np.exp(-sums) * np.triu(np.ones(others.shape[:2]), 1)[:, :, None]
        ).sum(axis=1),
    }
    assert np.allclose(value, right, rtol=1e-4, atol=1e-5), (
        f"{case} the numbers should go from {right.min():.4g} to {right.max():.4g}; yours are off "
        f"by up to {abs(value - right).max():.3g}."
        + _recognised(value, {w: v for w, v in known.items() if not np.allclose(v, right)})
    )
    _check_gradients(report["gradients"], gradients, ("features", "kernel"), case=case)


def _recognised(value: Any, known: Mapping[str, Any]) -> str:
    for words, other in known.items():
        if np.allclose(value, other, rtol=1e-3, atol=1e-4):
            return f" {words}"
    return ""


def _check_gradients(
    found: Sequence[Any], right: Sequence[Array], names: Sequence[str], case: str
) -> None:
    for name, mine, gradient in zip(names, found, right, strict=True):
        if not gradient.any():
            assert mine is None or abs(mine).max() < 1e-4, (
                f"{case} the gradient in the {name} should be 0."
            )
            continue
        assert mine is not None, (
            f"{case} no gradient reaches the {name}. Use operations of Keras or TensorFlow, and "
            "stop no gradient."
        )
        size = abs(gradient).max()
        assert abs(mine - gradient).max() <= 1e-3 * size, (
            f"{case} the gradient in the {name} is off by up to "
            f"{abs(mine - gradient).max() / size:.2g} of its largest value."
        )


def check_spread(report: Report, features: NDArray[Any]) -> None:
    """Compare the spread and its gradient with the right ones.

    Raises:
        AssertionError: with a message for the student.
    """
    x = np.asarray(features, np.float64)
    n, a = x.shape
    shifted = x - x.mean(axis=0)
    deviation = np.sqrt((shifted**2).mean(axis=0) + 1e-8)
    case = f"For {n} samples with {a} features"
    value = checks.scalar(report["value"], f"{case} the spread")
    known = {
        "The variance divides by n - 1.": np.mean(np.sqrt(x.var(axis=0, ddof=1))),
        "It is the standard deviation over the features of each sample.": x.std(axis=1).mean(),
        "It is the variance, without the root.": x.var(axis=0).mean(),
        "The root is taken of the mean variance, not of each one.": np.sqrt(x.var(axis=0).mean()),
        "It is the standard deviation of all numbers together.": x.std(),
    }
    right = float(deviation.mean())
    assert abs(value - right) <= 1e-4 * right, (
        f"{case} the spread should be {right:.5g}, but it is {value:.5g}."
        + _recognised(
            value, {w: v for w, v in known.items() if not np.isclose(v, right, rtol=1e-3)}
        )
    )
    _check_gradients(report["gradients"], [shifted / (n * a * deviation)], ["features"], case=case)
