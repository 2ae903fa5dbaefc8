"""The store holds the last batch only.

Message: holds 0, 2 and 3
Mistake: specification
Change: for sample in np.array(samples): ->
    self.held = []
    for sample in np.array(samples):
"""
