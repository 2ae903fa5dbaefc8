"""Only the last kernel is multiplied by the scale.

Message: of your points lie within 4 sigma
Mistake: understanding
Change train_ring_wgan: last.set_weights([weights * scale for weights in last.get_weights()]) -> last.set_weights([last.get_weights()[0] * scale, last.get_weights()[1]])
"""
