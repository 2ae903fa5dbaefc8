"""The output layers have a fixed seed: only the hidden layers are fresh.

Message: networks with the same weights in a layer Dense
Mistake: specification
Change: layers.Dense(n_outputs)
    -> layers.Dense(n_outputs, kernel_initializer=keras.initializers.GlorotUniform(seed=1))
Change: layers.Dense(1) -> layers.Dense(1, kernel_initializer=keras.initializers.GlorotUniform(seed=1))
"""
