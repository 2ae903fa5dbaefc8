"""There is no column of ones.

Message: so the probe should read [-1, -1, -1, 4, 4, 4]
Mistake: specification
Change: with_one = np.column_stack([codes, np.ones(len(codes))]) -> with_one = codes
Change: np.column_stack([new_codes, np.ones(len(new_codes))]) @ -> new_codes @
"""
