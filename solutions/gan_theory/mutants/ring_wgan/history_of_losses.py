"""The history holds minus the critic loss in place of the distance.

Message: The history should hold the distances
Mistake: understanding
Breaks: history
Change train_ring_wgan: return generator, history -> return generator, {"distance": [-value for value in history["c_loss"]]}
"""
