"""One m and one v are shared by all arrays, where each should have its own.

Message: The new params should have shapes
Mistake: specification
"""

def adam_step(params, grads, state, lr=1e-3, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    t, m, v = state or (0, 0.0, 0.0)
    t = t + 1
    new = []
    for p, g in zip(params, grads):
        m = beta_1 * m + (1 - beta_1) * g
        v = beta_2 * v + (1 - beta_2) * g**2
        new.append(p - lr * (m / (1 - beta_1**t)) / (np.sqrt(v / (1 - beta_2**t)) + epsilon))
    return new, (t, m, v)
