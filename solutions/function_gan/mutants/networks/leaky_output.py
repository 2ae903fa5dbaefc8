"""LeakyReLU after the output layer: no number is cut off, but it is not linear.

Message: The output of make_generator should be linear
Mistake: understanding
Change: layers.Dense(n_outputs), ->
    layers.Dense(n_outputs),
    layers.LeakyReLU(0.2),
"""
