"""Every training stops half-way.

Message: Each size is trained with all steps
Mistake: specification
Change: fit_gan(gan, data, steps) -> fit_gan(gan, data, steps // 2)
"""
