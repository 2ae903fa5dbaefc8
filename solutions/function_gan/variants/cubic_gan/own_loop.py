"""A hand-written tf.function loop in place of fit, with one value per step in the history.

With: own_loop
"""
