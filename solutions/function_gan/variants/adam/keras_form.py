"""Keras' form: the bias correction goes into the learning rate, epsilon is added before it.
"""

def adam_step(params, grads, state, lr=1e-3, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    if state is None:
        state = {"t": 0, "m": [np.zeros_like(p) for p in params], "v": [np.zeros_like(p) for p in params]}
    state["t"] += 1
    rate = lr * np.sqrt(1 - beta_2 ** state["t"]) / (1 - beta_1 ** state["t"])
    for i, g in enumerate(grads):
        state["m"][i] += (g - state["m"][i]) * (1 - beta_1)
        state["v"][i] += (g**2 - state["v"][i]) * (1 - beta_2)
        params[i] = params[i] - rate * state["m"][i] / (np.sqrt(state["v"][i]) + epsilon)
    return params, state
