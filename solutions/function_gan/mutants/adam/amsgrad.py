"""AMSGrad: the largest second average so far is used, so steps stay small when gradients shrink.

Message: The steps differ from Adam's
Mistake: understanding
"""

def adam_step(params, grads, state, lr=1e-3, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    if state is None:
        zeros = [np.zeros_like(p) for p in params]
        state = (0, zeros, zeros, zeros)
    t, m, v, largest = state
    t = t + 1
    m = [beta_1 * a + (1 - beta_1) * g for a, g in zip(m, grads)]
    v = [beta_2 * a + (1 - beta_2) * g**2 for a, g in zip(v, grads)]
    largest = [np.maximum(a, b / (1 - beta_2**t)) for a, b in zip(largest, v)]
    new = [
        p - lr * (a / (1 - beta_1**t)) / (np.sqrt(b) + epsilon)
        for p, a, b in zip(params, m, largest)
    ]
    return new, (t, m, v, largest)
