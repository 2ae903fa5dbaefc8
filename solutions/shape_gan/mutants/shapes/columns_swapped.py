"""X1 is radius · sin(angle) and X2 is radius · cos(angle).

Message: the two columns are swapped
Mistake: specification
Change: [radius * np.cos(angle), radius * np.sin(angle)] -> [radius * np.sin(angle), radius * np.cos(angle)]
"""
