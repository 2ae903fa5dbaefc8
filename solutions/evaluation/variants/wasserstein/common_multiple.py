"""Both sets are repeated to the least common multiple of their sizes."""


def wasserstein_1d(a, b):
    n = np.lcm(len(a), len(b))
    a, b = np.repeat(np.sort(a), n // len(a)), np.repeat(np.sort(b), n // len(b))
    return np.abs(a - b).mean()


def sliced_wasserstein(a, b, directions):
    total = 0
    for u, v in zip((a @ directions.T).T, (b @ directions.T).T):
        total += wasserstein_1d(u, v)
    return total / len(directions)
