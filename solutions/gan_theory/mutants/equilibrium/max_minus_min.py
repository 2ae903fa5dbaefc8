"""The range of the table.

Message: both together could gain
Mistake: specification
Change: return np.max(g_mix @ values) - np.min(values @ d_mix) -> return np.max(values) - np.min(values)
"""
