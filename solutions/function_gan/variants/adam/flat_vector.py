"""All arrays are joined to one long vector, moved at once, and cut apart again.
"""

def adam_step(params, grads, state, lr=1e-3, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    flat = np.concatenate([np.ravel(p) for p in params])
    g = np.concatenate([np.ravel(g) for g in grads])
    if state is None:
        state = {"t": 0, "m": 0 * flat, "v": 0 * flat}
    t = state["t"] + 1
    m = beta_1 * state["m"] + (1 - beta_1) * g
    v = beta_2 * state["v"] + (1 - beta_2) * g * g
    flat = flat - lr * (m / (1 - beta_1**t)) / (np.sqrt(v / (1 - beta_2**t)) + epsilon)
    ends = np.cumsum([np.size(p) for p in params])[:-1]
    new = [part.reshape(np.shape(p)) for part, p in zip(np.split(flat, ends), params)]
    return new, {"t": t, "m": m, "v": v}
