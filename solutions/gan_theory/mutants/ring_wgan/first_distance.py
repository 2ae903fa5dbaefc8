"""The distance is that of the first critic update.

Message: the distance in the last critic update, before it, is
Mistake: specification
Change WGAN: weights = self.critic.trainable_variables ->
    first = distance if number == 0 else first
    weights = self.critic.trainable_variables
Change WGAN: "distance": distance -> "distance": first
"""
