"""The penalty on the generator's weight.

Message: Psi moves first, up; then theta moves, down
"""

def slope(t):
    return 1 / (1 + np.exp(t))


def dirac_gan(steps, lr, gamma, start=(1.0, 1.0)):
    theta, psi = start
    path = [(theta, psi)]
    for _ in range(steps):
        psi = psi + lr * theta * slope(psi * theta)
        theta = theta - lr * (psi * slope(psi * theta) + gamma * theta)
        path.append((theta, psi))
    return np.array(path)
