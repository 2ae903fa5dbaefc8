"""Hidden layers of 160 tanh units.

Change: {"activation": "relu", "kernel_initializer": "he_normal"} -> {"activation": "tanh"}
"""
