"""Modes are counted with squared distances, mode by mode.
"""

def modes_covered(samples, centres, radius, min_share):
    squares = ((samples[:, None, :] - centres[None, :, :]) ** 2).sum(axis=-1)
    nearest = np.argmin(squares, axis=1)
    total = 0
    for mode in range(centres.shape[0]):
        belongs = (nearest == mode) & (squares[:, mode] <= radius**2)
        total += np.mean(belongs) >= min_share
    return int(total)
