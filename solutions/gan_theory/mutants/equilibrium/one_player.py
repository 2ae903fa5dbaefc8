"""Only the discriminator looks for a better reply.

Message: both together could gain
Mistake: specification
Change: return np.max(g_mix @ values) - np.min(values @ d_mix) -> return np.max(g_mix @ values) - g_mix @ values @ d_mix
"""
