"""d is kept away from 0 and 1, so nothing is ever infinite.

Message: the value of the game should be -inf
Mistake: understanding
Change: return expected_log(p, d) + expected_log(q, 1 - d) ->
    d = np.clip(d, 1e-12, 1 - 1e-12)
    return expected_log(p, d) + expected_log(q, 1 - d)
"""
