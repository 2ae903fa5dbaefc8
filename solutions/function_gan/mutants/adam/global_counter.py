"""The number of the step is a global variable: a second training goes on counting where the first stopped.

Message: The steps differ from Adam's
Mistake: specification
"""

STEP = 0


def adam_step(params, grads, state, lr=1e-3, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    global STEP
    STEP = STEP + 1
    if state is None:
        state = ([np.zeros_like(p) for p in params], [np.zeros_like(p) for p in params])
    m, v = state
    m = [beta_1 * a + (1 - beta_1) * g for a, g in zip(m, grads)]
    v = [beta_2 * a + (1 - beta_2) * g**2 for a, g in zip(v, grads)]
    new = [
        p - lr * (a / (1 - beta_1**STEP)) / (np.sqrt(b / (1 - beta_2**STEP)) + epsilon)
        for p, a, b in zip(params, m, v)
    ]
    return new, (m, v)
