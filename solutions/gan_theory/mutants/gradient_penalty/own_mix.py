"""A mix of its own.

Message: the penalty is
Mistake: specification
Change: share = ops.reshape(mix, -> share = ops.reshape(keras.random.uniform((len(real),)),
"""
