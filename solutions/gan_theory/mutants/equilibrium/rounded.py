"""Values that are nearly equal count as equal.

Message: undecided everywhere, the equilibrium is the cell
Mistake: understanding
Change saddle_points: largest = values == -> largest = values >= -0.9 +
"""
