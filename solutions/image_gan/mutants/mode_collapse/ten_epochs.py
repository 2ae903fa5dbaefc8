"""The history has ten values.

Message: should have at least 25 values
Mistake: specification
Change: fit_gan(gan, real / scale, steps, lr=rate, batch=256)
    -> fit_gan(gan, real / scale, steps, lr=rate, batch=256, epochs=10)
"""
