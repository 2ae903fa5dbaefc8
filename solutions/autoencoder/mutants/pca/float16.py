"""Half precision: three digits are left of each number.

Message: The mean of the images
Mistake: specification
Change: return mean, directions[:k] ->
    return mean.astype(np.float16), directions[:k].astype(np.float16)
"""
