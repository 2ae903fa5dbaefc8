"""The clean image is the input and the noisy one the target.

Message: times that of the best matrix
Mistake: understanding
Change: yield corrupt(clean, sigma, rng), clean -> yield clean, corrupt(clean, sigma, rng)
"""
