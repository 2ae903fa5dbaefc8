"""The history holds minus the critic loss in place of the distance.

Message: "
Mistake: understanding
Breaks: history
Change train_ring_wgan: return generator, history -> return generator, {"distance": [-value for value in history["c_loss"]]}
"""
