"""`mean1 -= mean2` changes the mean that was given.

Message: changes an array
Mistake: specification
Change: shift = mean1 - mean2 -> mean1 -= mean2; shift = mean1
"""
