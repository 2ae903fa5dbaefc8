"""u has a number for each input.

Message: power_iteration stopped with ValueError
Mistake: specification
Change: v = kernel @ u -> v = kernel.T @ u
Change: u = kernel.T @ v -> u = kernel @ v
"""
