"""Pure Python: every number is moved on its own, with Keras' form of the last line.
"""

def adam_step(params, grads, state, lr=1e-3, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    state = state or {}
    t = state["t"] = state.get("t", 0) + 1
    rate = lr * (1 - beta_2**t) ** 0.5 / (1 - beta_1**t)
    new = []
    for i, (p, g) in enumerate(zip(params, grads)):
        p = np.array(p)
        for place in np.ndindex(p.shape):
            m, v = state.get((i, place), (0.0, 0.0))
            m = beta_1 * m + (1 - beta_1) * float(g[place])
            v = beta_2 * v + (1 - beta_2) * float(g[place]) ** 2
            state[i, place] = m, v
            p[place] = float(p[place]) - rate * m / (v**0.5 + epsilon)
        new.append(p)
    return new, state
