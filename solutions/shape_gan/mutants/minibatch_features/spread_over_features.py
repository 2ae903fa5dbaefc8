"""The standard deviation is taken over the features of each sample.

Message: The feature 0, 3, 6 has the standard deviation
Mistake: specification
Change: ops.var(features, axis=0) -> ops.var(features, axis=1)
"""
