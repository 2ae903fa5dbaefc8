"""All rows are one part, whatever splits says.

Message: So the mean is
Mistake: specification
Change: np.array_split(probabilities, splits) -> [probabilities]
"""
