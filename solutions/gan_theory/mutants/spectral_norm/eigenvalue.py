"""The eigenvalue of KᵀK, the square of the singular value.

Message: the bound is 6
Mistake: specification
Change largest_singular_value: compute_uv=False)[0] -> compute_uv=False)[0] ** 2
"""
