"""u is divided in place.

Message: changes an array
Mistake: understanding
Change: for _ in range(steps): ->
    u /= np.linalg.norm(u)
    for _ in range(steps):
"""
