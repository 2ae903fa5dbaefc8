"""No average of the gradients: this is RMSprop with a bias correction, whose first step is like Adam's.

Message: The steps differ from Adam's
Mistake: understanding
"""

def adam_step(params, grads, state, lr=1e-3, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    t, v = state or (0, [np.zeros_like(p) for p in params])
    t = t + 1
    v = [beta_2 * a + (1 - beta_2) * g**2 for a, g in zip(v, grads)]
    new = [
        p - lr * g / (np.sqrt(a / (1 - beta_2**t)) + epsilon) for p, g, a in zip(params, grads, v)
    ]
    return new, (t, v)
