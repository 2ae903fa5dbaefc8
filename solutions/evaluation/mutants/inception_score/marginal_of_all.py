"""In each split, the mean of all rows is taken.

Message: So the mean is 1.444941
Mistake: specification
Change: mean = part.mean(axis=0) -> mean = probabilities.mean(axis=0)
"""
