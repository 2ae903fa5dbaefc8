"""A hundredth under the root changes every length.

Message: the penalty is
Mistake: understanding
Change: squares + 1e-12 -> squares + 1e-2
"""
