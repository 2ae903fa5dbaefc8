"""A new model of the same form is returned; it has new weights.

Message: should become
Mistake: understanding
Change: return generator -> return keras.models.clone_model(generator)
"""
