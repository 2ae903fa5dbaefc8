"""The smallest output wins.

Message: not [2, 7, 2, 7]
Mistake: specification
Change: return kinds[outputs.argmax(axis=1)] -> return kinds[outputs.argmin(axis=1)]
"""
