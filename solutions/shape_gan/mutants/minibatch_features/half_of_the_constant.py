"""Half of the small number stands under the root.

Message: should be the root of 1e-8
Mistake: specification
Change: + 1e-8 -> + 5e-9
"""
