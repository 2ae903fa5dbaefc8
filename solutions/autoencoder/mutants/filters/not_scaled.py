"""The weights are given as they are.

Message: So the filters are
Mistake: specification
Change: return filters / np.where(largest > 0, largest, 1) -> return filters
"""
