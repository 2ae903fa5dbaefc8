"""A penalty for large weights.

Message: the least-squares probe reads other labels
Mistake: specification
Change: weights = np.linalg.lstsq(with_one, targets)[0] ->
    square = with_one.T @ with_one + 10 * np.eye(with_one.shape[1])
    weights = np.linalg.solve(square, with_one.T @ targets)
"""
