"""The distance is the mean over the critic updates.

Message: the distance in the last critic update, before it, is
Mistake: specification
Change WGAN: part = real[number * batch : (number + 1) * batch] ->
    part = real[number * batch : (number + 1) * batch]
    total = total + distance if number else 0.0
Change WGAN: "distance": distance -> "distance": (total + distance) / self.n_critic
"""
