"""A network written anew in the function; make_generator is not used.

Message: did not use make_generator()
Mistake: specification
Change: make_generator()
    -> keras.Sequential([keras.Input((5,)), layers.Dense(15, "relu"), layers.Dense(2)])
Change: generator.input_shape[1] -> 5
"""
