"""The stairs are walked in a loop."""


def wasserstein_1d(a, b):
    steps = [(x, 1 / len(a)) for x in a] + [(x, -1 / len(b)) for x in b]
    steps.sort()
    area, gap = 0.0, 0.0
    for (x, step), (after, _) in zip(steps, steps[1:]):
        gap += step
        area += abs(gap) * (after - x)
    return area
