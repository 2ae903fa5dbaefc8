"""The columns are psi and theta.

Message: the first step should make psi larger and theta smaller
Mistake: specification
Change: path.append((theta, psi)) -> path.append((psi, theta))
"""
