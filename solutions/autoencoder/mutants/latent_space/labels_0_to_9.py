"""The labels are taken for 0 to 9.

Message: The labels are 7 and 2
Mistake: specification
Change: return kinds[outputs.argmax(axis=1)] -> return outputs.argmax(axis=1)
"""
