"""The offset of the new codes is their own mean.

Message: the least-squares probe reads other labels
Mistake: understanding
Change: np.column_stack([new_codes, np.ones(len(new_codes))]) @ ->
    np.column_stack([new_codes - new_codes.mean(axis=0) + codes.mean(axis=0), np.ones(len(new_codes))]) @
"""
