"""Always 25 steps.

Message: the argument steps is not used
Mistake: specification
Change: fit_gan(gan, data, steps) -> fit_gan(gan, data, 25)
"""
