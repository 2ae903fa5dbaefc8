"""Right answers, computed independently of any student's code, in float64."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from gangrade.verdicts.draws import rng

Array = NDArray[np.float64]
Weights = list[Array]
"""[w1, b1, w2, b2] of a network with one hidden ReLU layer and a linear output."""


def adam(
    params: Sequence[NDArray[Any]],
    gradients: Sequence[Sequence[NDArray[Any]]],
    keras_form: bool,
    lr: float = 1e-3,
    beta_1: float = 0.9,
    beta_2: float = 0.999,
    epsilon: float = 1e-7,
) -> list[list[Array]]:
    """Return the params after each step of Adam.

    Source: Kingma and Ba, "Adam: A Method for Stochastic Optimization", 2015: Algorithm 1; in
    Keras' form (their section 2, last paragraph, with epsilon instead of epsilon-hat), epsilon is
    added before the bias of the second moment is corrected.

    >>> [[weights]] = adam([np.ones(2)], [[np.array([3.0, -5.0])]], keras_form=False, lr=0.1)
    >>> weights.round(3)  # the first step has the size lr, whatever the gradient is
    array([0.9, 1.1])
    """
    current = [np.asarray(p, dtype=np.float64) for p in params]
    m = [np.zeros_like(p) for p in current]
    v = [np.zeros_like(p) for p in current]
    path = []
    for t, step in enumerate(gradients, start=1):
        for i, gradient in enumerate(np.asarray(g, dtype=np.float64) for g in step):
            m[i] = beta_1 * m[i] + (1 - beta_1) * gradient
            v[i] = beta_2 * v[i] + (1 - beta_2) * gradient**2
            m_hat, root = m[i] / (1 - beta_1**t), np.sqrt(1 - beta_2**t)
            if keras_form:
                current[i] = current[i] - lr * m_hat * root / (np.sqrt(v[i]) + epsilon)
            else:
                current[i] = current[i] - lr * m_hat / (np.sqrt(v[i]) / root + epsilon)
        path.append([p.copy() for p in current])
    return path


def softplus(x: NDArray[Any]) -> Array:
    """Return ln(1 + e^x) without overflow."""
    return np.logaddexp(0.0, np.asarray(x, dtype=np.float64))


def discriminator_loss(
    real: NDArray[Any], fake: NDArray[Any], real_target: float = 1.0
) -> tuple[float, Array, Array]:
    """Return the mean cross-entropy of both batches of logits, added, and its two gradients.

    The labels are ``real_target`` for real data and 0 for fake data. Sources: Goodfellow et al.,
    "Generative Adversarial Nets", 2014, equation 1; for labels below 1 Salimans et al., "Improved
    Techniques for Training GANs", 2016, section 3.4.

    >>> value, to_real, to_fake = discriminator_loss(np.zeros((2, 1)), np.zeros((2, 1)))
    >>> round(value, 3), to_real.tolist(), to_fake.tolist()
    (1.386, [[-0.25], [-0.25]], [[0.25], [0.25]])
    """
    other = 1 - real_target
    real_loss = real_target * softplus(-real) + other * softplus(real)
    value = float(real_loss.mean() + softplus(fake).mean())
    to_real = other * expit(np.float64(real)) - real_target * expit(-np.float64(real))
    return value, to_real / real.size, expit(np.float64(fake)) / fake.size


def generator_loss(fake: NDArray[Any]) -> tuple[float, Array]:
    """Return the non-saturating loss, the mean of -ln D(G(z)), and its gradient in the logits.

    Source: Goodfellow et al., 2014, section 3.

    >>> value, gradient = generator_loss(np.zeros((2, 1)))
    >>> round(value, 3), gradient.tolist()
    (0.693, [[-0.25], [-0.25]])
    """
    return float(softplus(-fake).mean()), -expit(-np.float64(fake)) / fake.size


def forward(weights: Sequence[NDArray[Any]], x: NDArray[Any]) -> Array:
    """Return the outputs, shape (n, outputs), for inputs of shape (n, inputs).

    >>> forward([np.ones((2, 3)), np.zeros(3), np.ones((3, 1)), np.ones(1)], [[1, 1], [-1, 0]])
    array([[7.],
           [1.]])
    """
    w1, b1, w2, b2 = (np.asarray(w, dtype=np.float64) for w in weights)
    return np.asarray(np.maximum(x @ w1 + b1, 0) @ w2 + b2)


def _backward(weights: Weights, x: Array, delta: Array) -> tuple[Weights, Array]:
    """Return the gradients for the weights and for x, given the one for the outputs."""
    w1, b1, w2, _ = weights
    activations = np.maximum(x @ w1 + b1, 0)
    inner = (delta @ w2.T) * (activations > 0)
    return [x.T @ inner, inner.sum(0), activations.T @ delta, delta.sum(0)], inner @ w1.T


def _discriminator_gradient(g: Weights, d: Weights, real: Array, z: Array) -> tuple[float, Weights]:
    fake = forward(g, z)
    loss, to_real, to_fake = discriminator_loss(forward(d, real), forward(d, fake))
    both = zip(_backward(d, real, to_real)[0], _backward(d, fake, to_fake)[0], strict=True)
    return loss, [a + b for a, b in both]


def _generator_gradient(g: Weights, d: Weights, z: Array) -> tuple[float, Weights]:
    fake = forward(g, z)
    loss, to_logits = generator_loss(forward(d, fake))
    _, to_fake = _backward(d, fake, to_logits)
    return loss, _backward(g, z, to_fake)[0]


def gan_step(
    generator: Sequence[NDArray[Any]],
    discriminator: Sequence[NDArray[Any]],
    real: NDArray[Any],
    latents: NDArray[Any],
    rate: float,
) -> dict[str, tuple[Weights, Weights, float, float]]:
    """Return generator, discriminator, d_loss and g_loss after one step of gradient descent.

    One result for each order of the two updates that is right.
    """
    g = [np.asarray(w, dtype=np.float64) for w in generator]
    d = [np.asarray(w, dtype=np.float64) for w in discriminator]
    x, z = np.asarray(real, dtype=np.float64), np.asarray(latents, dtype=np.float64)

    def moved(weights: Weights, gradients: Weights) -> Weights:
        return [w - rate * gradient for w, gradient in zip(weights, gradients, strict=True)]

    d_loss, d_gradient = _discriminator_gradient(g, d, x, z=z)
    g_loss, g_gradient = _generator_gradient(g, d, z)
    new_d, new_g = moved(d, d_gradient), moved(g, g_gradient)
    late_g_loss, late_g_gradient = _generator_gradient(g, new_d, z)
    late_d_loss, late_d_gradient = _discriminator_gradient(new_g, d, x, z=z)
    return {
        "both from the old weights": (new_g, new_d, d_loss, g_loss),
        "discriminator first": (moved(g, late_g_gradient), new_d, d_loss, late_g_loss),
        "generator first": (new_g, moved(d, late_d_gradient), late_d_loss, g_loss),
    }


PENALTY_CASES: list[tuple[tuple[int, ...], int, str]] = [
    ((7, 3), 0, "relu"),
    ((1, 5), 12, "relu"),
    ((32, 2), 20, "relu"),
    ((16, 6), 12, "tanh"),
    ((24, 5, 4), 16, "relu"),
    ((9, 3, 6), 0, "relu"),
]
"""Shape of the real data, units of the discriminator's hidden layer (0: linear), activation."""


def penalty_case(
    random: np.random.Generator, shape: tuple[int, ...], hidden: int, activation: str
) -> tuple[list[NDArray[np.float32]], NDArray[np.float32]]:
    """Draw a discriminator's weights, [w, b] or [w1, b1, w2, b2], and real data.

    No ReLU unit is close to its kink, where rounding decides, and every gradient is away from 0.
    """
    n, inputs = shape[0], int(np.prod(shape[1:]))
    sizes = [inputs, hidden, 1] if hidden else [inputs, 1]
    weights: list[NDArray[np.float32]] = []
    for fan_in, fan_out in itertools.pairwise(sizes):
        weights.append(random.normal(0, 1 / np.sqrt(fan_in), (fan_in, fan_out)).astype(np.float32))
        weights.append(random.normal(0, 0.3, fan_out).astype(np.float32))
    candidates = random.normal(0, 1, (10 * n + 50, inputs)).astype(np.float32)
    if hidden and activation == "relu":
        before = candidates @ weights[0] + weights[1]
        clear = (np.abs(before) > 1e-3).all(axis=1) & (before > 0).any(axis=1)
        candidates = candidates[clear]
    return weights, candidates[:n].reshape(shape)


def r1_penalty(
    weights: Sequence[NDArray[Any]], real: NDArray[Any], activation: str = "relu"
) -> tuple[float, list[Array]]:
    """Return the mean squared gradient of the logit in its input, and its gradient in the weights.

    The discriminator is linear with weights [w, b], or has one hidden layer and weights
    [w1, b1, w2, b2]. Source: Mescheder, Geiger and Nowozin, "Which Training Methods for GANs do
    actually Converge?", 2018, equation 9, without gamma / 2. The gradient is by hand.
    """
    x = np.asarray(real, dtype=np.float64).reshape(len(real), -1)
    w1, b1, *rest = (np.asarray(w, dtype=np.float64) for w in weights)
    n = len(x)
    if not rest:
        return float((w1**2).sum()), [2 * w1, np.zeros_like(b1)]
    w2, b2 = rest[0][:, 0], rest[1]
    before = x @ w1 + b1
    if activation == "relu":
        first, second = (before > 0).astype(np.float64), np.zeros_like(before)
    else:
        first = 1 - np.tanh(before) ** 2
        second = -2 * np.tanh(before) * first
    gradient = (first * w2) @ w1.T
    back = gradient @ w1
    to_before = back * w2 * second
    to_w1 = gradient.T @ (first * w2) + x.T @ to_before
    to_w2 = (first * back).sum(0)[:, None]
    parts = [to_w1, to_before.sum(0), to_w2, np.zeros_like(b2)]
    return float((gradient**2).sum() / n), [2 / n * part for part in parts]


def dirac_gan(steps: int, lr: float, gamma: float, start: tuple[float, float]) -> Array:
    """Return the weights (theta, psi) of the Dirac-GAN in training, of shape (steps + 1, 2).

    The discriminator moves first. Source: Mescheder, Geiger and Nowozin, 2018, section 2, with
    the penalty of their section 4.1.

    >>> dirac_gan(steps=1, lr=0.1, gamma=0, start=(1.0, 0.0)).round(4)
    array([[1.    , 0.    ],
           [0.9976, 0.05  ]])
    """
    path = np.empty((steps + 1, 2))
    path[0] = start
    for row in range(steps):
        theta, psi = path[row]
        psi += lr * (theta * expit(-psi * theta) - gamma * psi)
        theta -= lr * psi * expit(-psi * theta)
        path[row + 1] = theta, psi
    return path


def small_gan(
    purpose: str, batch: int, steps: int, latent: int = 5
) -> tuple[list[NDArray[np.float32]], list[NDArray[np.float32]], list[NDArray[np.float32]]]:
    """Draw weights [w1, b1, w2, b2] of a generator and of a discriminator, and real batches.

    >>> generator, discriminator, [real] = small_gan("step", batch=8, steps=1)
    >>> [weights.shape for weights in generator], real.shape
    ([(5, 15), (15,), (15, 2), (2,)], (8, 2))
    """
    random = rng("gan", purpose)

    def normal(*shape: int) -> NDArray[np.float32]:
        return random.normal(0, 0.5, shape).astype(np.float32)

    generator = [normal(latent, 15), normal(15), normal(15, 2), normal(2)]
    discriminator = [normal(2, 25), normal(25), normal(25, 1), normal(1)]
    return generator, discriminator, [normal(batch, 2) for _ in range(steps)]
