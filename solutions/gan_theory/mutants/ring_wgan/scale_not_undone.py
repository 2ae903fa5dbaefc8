"""The points stay divided by the data's standard deviation.

Message: of your points lie within 4 sigma
Mistake: understanding
Change train_ring_wgan: last = generator.layers[-1] ->
Change train_ring_wgan: last.set_weights([weights * scale for weights in last.get_weights()]) ->
"""
