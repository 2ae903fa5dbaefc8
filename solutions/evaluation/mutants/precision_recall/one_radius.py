"""All balls have the mean of the radii.

Message: precision
Mistake: understanding
Change: real_radius = np.sort(cdist(real, real), axis=1)[:, k] -> real_radius = np.full(len(real), np.sort(cdist(real, real), axis=1)[:, k].mean())
"""
