"""Two rows in place of two columns.

Message: should have shape
Change: np.column_stack -> np.stack
"""
