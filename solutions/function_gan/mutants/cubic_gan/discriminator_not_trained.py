"""A loop of its own that forgets to update the discriminator.

Message: The best of
Mistake: understanding
Breaks: updates
With: own_loop
Change: weights = discriminator.trainable_variables ->
Change: d_optimizer.apply(d_tape.gradient(d_loss, weights), weights) ->
"""
