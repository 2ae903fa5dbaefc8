"""Only the last layer's kernel is scaled back, not its bias; and the data have another centre.

Message: of your points lie within 4 sigma
Mistake: understanding
Change: generator = make_ring_generator() ->
    real = real + 2
    generator = make_ring_generator()
Change: [weights * scale for weights in last.get_weights()]
    -> [last.get_weights()[0] * scale, last.get_weights()[1]]
"""
