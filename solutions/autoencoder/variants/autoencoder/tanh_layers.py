"""Hidden layers of tanh units.

Change: {"activation": "relu", "kernel_initializer": "he_normal"} -> {"activation": "tanh"}
"""
