"""Lengths are sums of absolute differences.

Message: precision
Mistake: specification
Change: between = cdist(real, fake) -> between = cdist(real, fake, 'cityblock')
Change: np.sort(cdist(real, real) -> np.sort(cdist(real, real, 'cityblock')
Change: np.sort(cdist(fake, fake) -> np.sort(cdist(fake, fake, 'cityblock')
"""
