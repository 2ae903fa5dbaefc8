"""The distance is never negative.

Message: "distance" is
Mistake: understanding
Change WGAN: "distance": distance -> "distance": ops.abs(distance)
"""
