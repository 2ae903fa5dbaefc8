"""The slope of f is taken to be 1/2 everywhere, as it is at 0.

Message: Psi moves first, up; then theta moves, down
"""

def slope(t):
    return 1 / (1 + np.exp(t))


def dirac_gan(steps, lr, gamma, start=(1.0, 1.0)):
    theta, psi = start
    path = [(theta, psi)]
    for _ in range(steps):
        psi = psi + lr * (theta / 2 - gamma * psi)
        theta = theta - lr * psi / 2
        path.append((theta, psi))
    return np.array(path)
