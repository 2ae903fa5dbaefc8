"""The generator that is returned was never trained.

Message: is not the one that was trained
Mistake: understanding
Breaks: gap
Change train_ring_wgan: last = generator.layers[-1] ->
    generator = make_generator()
    last = generator.layers[-1]
"""
