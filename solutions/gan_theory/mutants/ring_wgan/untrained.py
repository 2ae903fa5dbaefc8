"""The generator that is returned was never trained.

Message: steps give the same generator
Mistake: understanding
Breaks: gap
Change train_ring_wgan: last = generator.layers[-1] ->
    generator = make_generator()
    last = generator.layers[-1]
"""
