"""The generator that is returned was never trained.

Message: of your points lie within 4 sigma
Mistake: understanding
Change: last = generator.layers[-1] ->
    generator = make_ring_generator()
    last = generator.layers[-1]
"""
