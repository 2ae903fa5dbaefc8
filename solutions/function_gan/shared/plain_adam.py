"""Adam with the bias correction inside the step."""


def adam_step(params, grads, state, lr=1e-3, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    if state is None:
        state = (0, [np.zeros_like(p) for p in params], [np.zeros_like(p) for p in params])
    t, m, v = state
    t = t + 1
    m = [beta_1 * a + (1 - beta_1) * g for a, g in zip(m, grads)]
    v = [beta_2 * a + (1 - beta_2) * g**2 for a, g in zip(v, grads)]
    new = [
        p - lr * (a / (1 - beta_1**t)) / (np.sqrt(b / (1 - beta_2**t)) + epsilon)
        for p, a, b in zip(params, m, v)
    ]
    return new, (t, m, v)
