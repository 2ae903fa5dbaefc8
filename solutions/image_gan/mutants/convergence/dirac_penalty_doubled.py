"""The derivative of psi² without the factor 1/2 of the penalty.

Message: Psi moves first, up; then theta moves, down
Mistake: understanding
Change: gamma * psi -> 2 * gamma * psi
"""
