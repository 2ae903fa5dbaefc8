"""0 / 0 for a kernel that is 0 everywhere.

Message: not finite
Mistake: specification
Change: (largest_singular_value(kernel) or 1.0) -> largest_singular_value(kernel)
"""
