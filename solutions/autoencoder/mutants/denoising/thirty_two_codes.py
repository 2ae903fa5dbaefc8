"""There are 32 codes.

Message: the decoder codes of shape (n, 64)
Mistake: specification
Change: layers.Dense(64), -> layers.Dense(32),
Change: keras.Input((64,)), -> keras.Input((32,)),
"""
