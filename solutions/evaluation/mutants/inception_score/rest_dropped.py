"""What does not fill a split is left out.

Message: So the mean is
Mistake: specification
Change: np.array_split(probabilities, splits) -> np.split(probabilities[: len(probabilities) // splits * splits], splits)
"""
