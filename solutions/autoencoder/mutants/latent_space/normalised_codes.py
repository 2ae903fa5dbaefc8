"""The codes are divided by their lengths.

Message: the last that for the second one
Mistake: understanding
Change: share = np.linspace(0, 1, n, dtype="float32")[:, None] ->
    share = np.linspace(0, 1, n, dtype="float32")[:, None]
    first, second = (code / np.linalg.norm(code) for code in (first, second))
"""
