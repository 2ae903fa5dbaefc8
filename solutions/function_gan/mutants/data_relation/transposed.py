"""Two rows in place of two columns.

Message: should have shape
Mistake: specification
Change: np.column_stack -> np.stack
"""
