"""The sign is turned round.

Message: both together could gain
Mistake: specification
Change: return np.max(g_mix @ values) - np.min(values @ d_mix) -> return np.min(values @ d_mix) - np.max(g_mix @ values)
"""
