"""The distance has the penalty in it.

Message: the distance in the last critic update, before it, is
Mistake: specification
Change WGAN: "distance": distance -> "distance": -c_loss
"""
