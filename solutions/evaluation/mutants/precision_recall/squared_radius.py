"""The radii are squared, the distances are not.

Message: precision
Mistake: understanding
Change: real_radius = np.sort(cdist(real, real), axis=1)[:, k] -> real_radius = np.sort(cdist(real, real), axis=1)[:, k] ** 2
"""
