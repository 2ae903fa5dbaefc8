"""Both move upward.

Message: the first step should make psi larger and theta smaller
"""

def slope(t):
    return 1 / (1 + np.exp(t))


def dirac_gan(steps, lr, gamma, start=(1.0, 1.0)):
    theta, psi = start
    path = [(theta, psi)]
    for _ in range(steps):
        psi = psi + lr * (theta * slope(psi * theta) - gamma * psi)
        theta = theta + lr * psi * slope(psi * theta)
        path.append((theta, psi))
    return np.array(path)
