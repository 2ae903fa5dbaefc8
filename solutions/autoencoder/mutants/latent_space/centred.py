"""The codes are centred in place of an offset: right for equally many of each kind only.

Message: the least-squares probe reads other labels
Mistake: understanding
Change: with_one = np.column_stack([codes, np.ones(len(codes))]) ->
    with_one = codes - codes.mean(axis=0)
Change: np.column_stack([new_codes, np.ones(len(new_codes))]) @ ->
    (new_codes - codes.mean(axis=0)) @
"""
