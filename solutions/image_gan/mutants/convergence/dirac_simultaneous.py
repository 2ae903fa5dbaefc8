"""Both weights move from the old values: the orbit spirals outward.

Message: Psi moves first, up; then theta moves, down
Mistake: specification
Change: psi = psi + lr * (theta * slope(psi * theta) - gamma * psi)
    -> change = lr * (theta * slope(psi * theta) - gamma * psi)
Change: path.append((theta, psi)) ->
    psi = psi + change
    path.append((theta, psi))
"""
