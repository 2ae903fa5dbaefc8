"""It stops where the arguments are not lists of arrays of equal shapes.
"""

def adam_step(params, grads, state, lr=1e-3, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    both = [*params, *grads]
    if not (type(params) is type(grads) is list and all(isinstance(a, np.ndarray) for a in both)):
        raise ValueError("not what the text promises")
    if [p.shape for p in params] != [g.shape for g in grads]:
        raise ValueError("not what the text promises")
    t, m, v = state or (0, [0.0] * len(params), [0.0] * len(params))
    t += 1
    m = [beta_1 * a + (1 - beta_1) * g for a, g in zip(m, grads)]
    v = [beta_2 * a + (1 - beta_2) * g * g for a, g in zip(v, grads)]
    rate = lr / (1 - beta_1**t)
    new = [p - rate * a / (np.sqrt(b / (1 - beta_2**t)) + epsilon) for p, a, b in zip(params, m, v)]
    return new, (t, m, v)
