"""Each player's best reply is to its own mix.

Message: exploitability
Mistake: specification
Change: return np.max(g_mix @ values) - np.min(values @ d_mix) -> return np.max(values @ d_mix) - np.min(g_mix @ values)
"""
