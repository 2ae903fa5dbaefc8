"""The steps are shared among the sizes: each gets a part of them.

Message: Each size is trained with all steps
Mistake: specification
Change: fit_gan(gan, data, steps) -> fit_gan(gan, data, steps // len(sizes))
"""
