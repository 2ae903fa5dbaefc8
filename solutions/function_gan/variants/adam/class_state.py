"""The state is an object that holds the averages of one array in float64.
"""

class Averages:
    def __init__(self):
        self.first, self.second = 0.0, 0.0
        self.remaining_1, self.remaining_2 = 1.0, 1.0

    def step(self, g, beta_1, beta_2, epsilon):
        g = g.astype("float64")
        self.first = self.first + (1 - beta_1) * (g - self.first)
        self.second = self.second + (1 - beta_2) * (np.square(g) - self.second)
        self.remaining_1 *= beta_1
        self.remaining_2 *= beta_2
        second = self.second / (1 - self.remaining_2)
        return self.first / (1 - self.remaining_1) / (second**0.5 + epsilon)


def adam_step(params, grads, state, lr=1e-3, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    if state is None:
        state = [Averages() for _ in params]
    steps = [
        averages.step(g, beta_1, beta_2, epsilon) for averages, g in zip(state, grads, strict=True)
    ]
    return [(p - lr * step).astype(p.dtype) for p, step in zip(params, steps)], state
