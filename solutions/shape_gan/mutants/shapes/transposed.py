"""The points are the columns of an array of shape (2, n).

Message: should have shape (1, 2)
Mistake: specification
Change sample_line: np.column_stack([x1, slope * x1 + intercept]) -> np.stack([x1, slope * x1 + intercept])
"""
