"""The penalty on the generator's weight.

Message: Psi moves first, up; then theta moves, down
Mistake: understanding
Change: lr * (theta * slope(psi * theta) - gamma * psi) -> lr * theta * slope(psi * theta)
Change: lr * psi * slope(psi * theta) -> lr * (psi * slope(psi * theta) + gamma * theta)
"""
