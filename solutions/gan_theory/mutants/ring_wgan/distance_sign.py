"""The distance is that of the fakes from the real points, with its sign.

Message: the distance in the last critic update, before it, is
Mistake: specification
Change WGAN: "distance": distance -> "distance": -distance
"""
