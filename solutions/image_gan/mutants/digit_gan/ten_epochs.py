"""The history has ten values.

Message: should have at least 25 values
Mistake: specification
Change: fit_gan(gan, scale_images(images), steps, lr=rate)
    -> fit_gan(gan, scale_images(images), steps, lr=rate, epochs=10)
"""
