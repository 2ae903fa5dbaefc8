"""The smallest singular value.

Message: the bound is
Mistake: specification
Change largest_singular_value: compute_uv=False)[0] -> compute_uv=False)[-1]
"""
