"""Theta follows the non-saturating loss.

Message: Psi moves first, up; then theta moves, down
Mistake: understanding
Change: lr * psi * slope(psi * theta) -> lr * psi * slope(-psi * theta)
"""
