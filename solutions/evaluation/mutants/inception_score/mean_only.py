"""Only the mean is returned.

Message: should return two numbers
Mistake: specification
Change: return np.mean(scores), np.std(scores) -> return np.mean(scores)
"""
