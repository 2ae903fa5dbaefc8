"""The u that was given is returned.

Message: give sigma
Mistake: specification
Change: for _ in range(steps): ->
    start = u
    for _ in range(steps):
Change: return v @ kernel @ u, u -> return v @ kernel @ u, start
"""
