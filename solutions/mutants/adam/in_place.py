"""The arrays that were given are changed in place; the question says to leave them as they are.

Message: unchanged
"""

def adam_step(params, grads, state, lr=1e-3, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    if state is None:
        state = (0, [np.zeros_like(p) for p in params], [np.zeros_like(p) for p in params])
    t, m, v = state
    t = t + 1
    for i, g in enumerate(grads):
        m[i] = beta_1 * m[i] + (1 - beta_1) * g
        v[i] = beta_2 * v[i] + (1 - beta_2) * g**2
        step = lr * (m[i] / (1 - beta_1**t)) / (np.sqrt(v[i] / (1 - beta_2**t)) + epsilon)
        np.subtract(params[i], step, out=params[i], casting="unsafe")
    return params, (t, m, v)
