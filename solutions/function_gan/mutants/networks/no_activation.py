"""The hidden layers have no activation: both networks are linear, however many layers they have.

Message: have no activation
Mistake: understanding
Change: layers.Dense(15, activation="relu", kernel_initializer="he_uniform")
    -> layers.Dense(15, kernel_initializer="he_uniform")
Change: layers.Dense(25, activation="relu", kernel_initializer="he_uniform")
    -> layers.Dense(25, kernel_initializer="he_uniform")
"""
