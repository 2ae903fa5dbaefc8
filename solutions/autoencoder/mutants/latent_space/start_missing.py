"""The first code is left out.

Message: the last that for the second one
Mistake: specification
Change: share = np.linspace(0, 1, n, dtype="float32")[:, None] ->
    share = (np.arange(1, n + 1, dtype="float32") / n)[:, None]
"""
