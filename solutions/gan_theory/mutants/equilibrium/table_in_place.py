"""The mean is taken off the table in place.

Message: changes an array
Mistake: understanding
Change: return np.max(g_mix @ values) - np.min(values @ d_mix) ->
    values -= values.mean()
    return np.max(g_mix @ values) - np.min(values @ d_mix)
"""
