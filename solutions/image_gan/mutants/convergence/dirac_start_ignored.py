"""It always starts at (1, 1).

Message: Psi moves first, up; then theta moves, down
Mistake: specification
Change: theta, psi = start -> theta, psi = 1.0, 1.0
"""
