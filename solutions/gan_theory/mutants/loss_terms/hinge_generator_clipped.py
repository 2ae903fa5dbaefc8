"""The generator of the hinge loss pays like the discriminator for a real sample.

Message: the generator's term of 'hinge' should be
Mistake: specification
Change: ops.relu(1 + x), -x -> ops.relu(1 + x), ops.relu(1 - x)
"""
