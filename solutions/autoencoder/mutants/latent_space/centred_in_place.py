"""The given codes are centred where they are.

Message: changes an array
Mistake: specification
Change: kinds = np.unique(labels) ->
    kinds = np.unique(labels)
    shift = codes.mean(axis=0)
    codes -= shift
Change: np.column_stack([new_codes, np -> np.column_stack([new_codes - shift, np
"""
