"""The state is the list of all gradients so far; both averages are computed anew as weighted sums.
"""

def adam_step(params, grads, state, lr=1e-3, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    history = [*(state or []), grads]
    t = len(history)
    ages = np.arange(t)[::-1]
    first = (1 - beta_1) * beta_1**ages / (1 - beta_1**t)
    second = (1 - beta_2) * beta_2**ages / (1 - beta_2**t)
    new = []
    for i, p in enumerate(params):
        past = np.stack([step[i] for step in history])
        m_hat = np.einsum("t,t...->...", first, past)
        v_hat = np.einsum("t,t...->...", second, past.astype("float64") ** 2)
        new.append(p - lr * m_hat / (np.sqrt(v_hat) + epsilon))
    return new, history
