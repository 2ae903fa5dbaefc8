"""The corrected averages are kept as the state, so the correction is applied again in every step.

Message: The steps differ from Adam's
Mistake: understanding
"""

def adam_step(params, grads, state, lr=1e-3, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    if state is None:
        state = (0, [np.zeros_like(p) for p in params], [np.zeros_like(p) for p in params])
    t, m, v = state
    t = t + 1
    m = [(beta_1 * a + (1 - beta_1) * g) / (1 - beta_1**t) for a, g in zip(m, grads)]
    v = [(beta_2 * a + (1 - beta_2) * g**2) / (1 - beta_2**t) for a, g in zip(v, grads)]
    new = [p - lr * a / (np.sqrt(b) + epsilon) for p, a, b in zip(params, m, v)]
    return new, (t, m, v)
