"""The generator ends with tanh, as for images.

Message: The output of make_generator should be linear
Mistake: specification
Change: layers.Dense(n_outputs) -> layers.Dense(n_outputs, activation="tanh")
"""
