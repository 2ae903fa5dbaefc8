"""Slow at the ends, fast in the middle.

Message: Go in the space of codes
Mistake: specification
Change: share = np.linspace(0, 1, n, dtype="float32")[:, None] ->
    share = np.linspace(0, 1, n, dtype="float32")[:, None]
    share = share * share * (3 - 2 * share)
"""
