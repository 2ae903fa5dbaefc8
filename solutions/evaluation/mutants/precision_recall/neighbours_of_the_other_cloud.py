"""The radius of a real point reaches to its k-th nearest fake.

Message: So precision and recall are
Mistake: specification
Change: np.sort(cdist(real, real), axis=1)[:, k] -> np.sort(between, axis=1)[:, k - 1]
"""
