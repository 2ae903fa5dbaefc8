"""The number of the step goes up for each array in the list, not once in each step.

Message: The steps differ from Adam's
Mistake: understanding
"""

def adam_step(params, grads, state, lr=1e-3, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    if state is None:
        state = (0, [np.zeros_like(p) for p in params], [np.zeros_like(p) for p in params])
    t, m, v = state
    new = []
    for i, g in enumerate(grads):
        t = t + 1
        m[i] = beta_1 * m[i] + (1 - beta_1) * g
        v[i] = beta_2 * v[i] + (1 - beta_2) * g**2
        m_hat = m[i] / (1 - beta_1**t)
        v_hat = v[i] / (1 - beta_2**t)
        new.append(params[i] - lr * m_hat / (np.sqrt(v_hat) + epsilon))
    return new, (t, m, v)
