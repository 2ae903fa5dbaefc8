"""The penalty drives psi away from 0.

Message: Psi moves first, up; then theta moves, down
Mistake: understanding
Change: theta * slope(psi * theta) - gamma * psi -> theta * slope(psi * theta) + gamma * psi
"""
