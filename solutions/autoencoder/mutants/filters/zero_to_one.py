"""Each is shifted and scaled to [0, 1].

Message: So the filters are
Mistake: specification
Change: return filters / np.where(largest > 0, largest, 1) ->
    low = filters.min(axis=(1, 2), keepdims=True)
    reach = np.ptp(filters, axis=(1, 2), keepdims=True)
    return (filters - low) / np.where(reach > 0, reach, 1)
"""
