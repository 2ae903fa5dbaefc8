"""A sample counts for every centre within the radius.

Message: Each sample belongs to its nearest centre at most
Mistake: specification
Change: nearest, closest = distances.argmin(axis=1), distances.min(axis=1) ->
Change: np.bincount(nearest[closest <= radius], minlength=len(centres))
    -> np.sum(distances <= radius, axis=0)
"""
