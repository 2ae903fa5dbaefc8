"""The store keeps views of the arrays that were pushed.

Message: Keep copies
Mistake: specification
Change: for sample in np.array(samples): -> for sample in samples:
"""
