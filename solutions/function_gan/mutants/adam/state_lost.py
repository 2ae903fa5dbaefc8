"""The state is not carried on: every step is a first step.

Message: The steps differ from Adam's
Mistake: specification
"""

def adam_step(params, grads, state, lr=1e-3, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    t, m, v = 1, [0.0 for p in params], [0.0 for p in params]
    m = [beta_1 * a + (1 - beta_1) * g for a, g in zip(m, grads)]
    v = [beta_2 * a + (1 - beta_2) * g**2 for a, g in zip(v, grads)]
    new = [
        p - lr * (a / (1 - beta_1**t)) / (np.sqrt(b / (1 - beta_2**t)) + epsilon)
        for p, a, b in zip(params, m, v)
    ]
    return new, None
