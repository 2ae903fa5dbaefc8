"""Every so-manieth row goes to the same split.

Message: So the mean is
Mistake: specification
Change: for part in np.array_split(probabilities, splits): -> for part in [probabilities[i::splits] for i in range(splits)]:
"""
