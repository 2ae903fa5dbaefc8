"""Only the first size gets all steps; the others get half.

Message: Each size is trained with all steps
Mistake: specification
Change: fit_gan(gan, data, steps)
    -> fit_gan(gan, data, steps if size == sizes[0] else steps // 2)
"""
