"""The batches are taken in turns: every n_critic-th row.

Message: the distance in the last critic update
Mistake: specification
Change WGAN: part = real[number * batch : (number + 1) * batch] -> part = real[number :: self.n_critic]
"""
