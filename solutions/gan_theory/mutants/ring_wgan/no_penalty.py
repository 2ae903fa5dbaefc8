"""The critic has no limit: the weight of the penalty is 0.

Message: of your points lie within 4 sigma
Mistake: understanding
Change train_ring_wgan: generator.input_shape[1], n_critic=1) -> generator.input_shape[1], n_critic=1, weight=0.0)
"""
