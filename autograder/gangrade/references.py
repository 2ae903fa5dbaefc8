"""Right answers, computed independently of any student's code, in float64."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

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


def discriminator_loss(real: NDArray[Any], fake: NDArray[Any]) -> tuple[float, Array, Array]:
    """Return the mean cross-entropy of both batches of logits, added, and its two gradients.

    Source: Goodfellow et al., "Generative Adversarial Nets", 2014, equation 1.
    """
    value = float(softplus(-real).mean() + softplus(fake).mean())
    return value, -expit(-np.float64(real)) / real.size, expit(np.float64(fake)) / fake.size


def generator_loss(fake: NDArray[Any]) -> tuple[float, Array]:
    """Return the non-saturating loss, the mean of -ln D(G(z)), and its gradient in the logits.

    Source: Goodfellow et al., 2014, section 3.
    """
    return float(softplus(-fake).mean()), -expit(-np.float64(fake)) / fake.size


def forward(weights: Sequence[NDArray[Any]], x: NDArray[Any]) -> Array:
    """Return the outputs, shape (n, outputs), for inputs of shape (n, inputs)."""
    w1, b1, w2, b2 = (np.asarray(w, dtype=np.float64) for w in weights)
    return np.asarray(np.maximum(x @ w1 + b1, 0) @ w2 + b2)


def _backward(weights: Weights, x: Array, delta: Array) -> tuple[Weights, Array]:
    """Return the gradients for the weights and for x, given the one for the outputs."""
    w1, b1, w2, _ = weights
    hidden = np.maximum(x @ w1 + b1, 0)
    inner = (delta @ w2.T) * (hidden > 0)
    return [x.T @ inner, inner.sum(0), hidden.T @ delta, delta.sum(0)], inner @ w1.T


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

    d_loss, d_gradient = _discriminator_gradient(g, d, x, z)
    g_loss, g_gradient = _generator_gradient(g, d, z)
    new_d, new_g = moved(d, d_gradient), moved(g, g_gradient)
    late_g_loss, late_g_gradient = _generator_gradient(g, new_d, z)
    late_d_loss, late_d_gradient = _discriminator_gradient(new_g, d, x, z)
    return {
        "both from the old weights": (new_g, new_d, d_loss, g_loss),
        "discriminator first": (moved(g, late_g_gradient), new_d, d_loss, late_g_loss),
        "generator first": (new_g, moved(d, late_d_gradient), late_d_loss, g_loss),
    }
