"""The target is the noisy image itself.

Message: times that of the best matrix
Mistake: understanding
Change: yield corrupt(clean, sigma, rng), clean ->
    noisy = corrupt(clean, sigma, rng)
    yield noisy, noisy
"""
