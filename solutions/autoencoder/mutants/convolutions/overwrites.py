"""The last code wins where several reach.

Message: Overlaps are added up
Mistake: specification
Change: += codes[i, j] * kernel -> = codes[i, j] * kernel
"""
