"""Gains are compared with the table's mean.

Message: both together could gain
Mistake: specification
Change: return np.max(g_mix @ values) - np.min(values @ d_mix) -> return np.max(values.mean(axis=0)) - np.min(values.mean(axis=1))
"""
