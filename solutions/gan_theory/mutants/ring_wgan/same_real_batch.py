"""Every critic update gets the first batch.

Message: after a step the critic's weights
Mistake: specification
Change WGAN: part = real[number * batch : (number + 1) * batch] -> part = real[:batch]
"""
