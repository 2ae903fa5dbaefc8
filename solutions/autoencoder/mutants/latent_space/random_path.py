"""The codes between are drawn at random.

Message: Go in the space of codes
Mistake: specification
Change: share = np.linspace(0, 1, n, dtype="float32")[:, None] ->
    share = np.sort(np.random.default_rng(0).uniform(size=n))
    share[0], share[-1] = 0, 1
    share = share.astype("float32")[:, None]
"""
