"""The radius grows with the number of turns.

Message: The radius goes from 0 to 1
Mistake: specification
Change: return np.column_stack([radius * np.cos(angle), radius * np.sin(angle)]).astype("float32") ->
    radius = turns * radius
    return np.column_stack([radius * np.cos(angle), radius * np.sin(angle)]).astype("float32")
"""
