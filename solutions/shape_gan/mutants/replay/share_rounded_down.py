"""The number of old ones is rounded down.

Message: should be old, but
Mistake: understanding
Change: round(share * len(fresh)) -> int(share * len(fresh) + 1e-9)
"""
