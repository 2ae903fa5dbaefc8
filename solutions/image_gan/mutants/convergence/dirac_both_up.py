"""Both move upward.

Message: the first step should make psi larger and theta smaller
Mistake: understanding
Change: theta - lr * psi * slope(psi * theta) -> theta + lr * psi * slope(psi * theta)
"""
