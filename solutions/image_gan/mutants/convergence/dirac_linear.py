"""The slope of f is taken to be 1/2 everywhere, as it is at 0.

Message: Psi moves first, up; then theta moves, down
Mistake: understanding
Change: theta * slope(psi * theta) -> theta / 2
Change: lr * psi * slope(psi * theta) -> lr * psi / 2
"""
