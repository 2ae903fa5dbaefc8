"""The penalty is applied afterwards, to the new psi (as weight decay would be).

Message: Psi moves first, up; then theta moves, down
Mistake: understanding
Change: psi = psi + lr * (theta * slope(psi * theta) - gamma * psi) ->
    psi = psi + lr * theta * slope(psi * theta)
    psi = psi - lr * gamma * psi
"""
