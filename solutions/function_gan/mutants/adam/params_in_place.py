"""The arrays in params are changed in place: `p -= step`.

Message: changes the arrays in params
Mistake: specification
"""

def adam_step(params, grads, state, lr=1e-3, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    t, m, v = state or (0, [np.zeros_like(p) for p in params], [np.zeros_like(p) for p in params])
    t += 1
    m = [beta_1 * mean + (1 - beta_1) * g for mean, g in zip(m, grads)]
    v = [beta_2 * mean + (1 - beta_2) * g**2 for mean, g in zip(v, grads)]
    for p, first, second in zip(params, m, v):
        p -= lr * first / (1 - beta_1**t) / (np.sqrt(second / (1 - beta_2**t)) + epsilon)
    return params, (t, m, v)
