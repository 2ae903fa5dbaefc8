"""Theta moves first.

Message: Psi moves first, up; then theta moves, down
Mistake: specification
Change: theta = theta - lr * psi * slope(psi * theta) ->
Change: psi = psi + lr * (theta * slope(psi * theta) - gamma * psi) ->
    theta = theta - lr * psi * slope(psi * theta)
    psi = psi + lr * (theta * slope(psi * theta) - gamma * psi)
"""
