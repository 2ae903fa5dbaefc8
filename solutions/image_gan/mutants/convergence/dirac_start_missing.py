"""The start is not in the result.

Message: should have shape (4, 2)
"""

def slope(t):
    return 1 / (1 + np.exp(t))


def dirac_gan(steps, lr, gamma, start=(1.0, 1.0)):
    theta, psi = start
    path = []
    for _ in range(steps):
        psi = psi + lr * (theta * slope(psi * theta) - gamma * psi)
        theta = theta - lr * psi * slope(psi * theta)
        path.append((theta, psi))
    return np.array(path)
