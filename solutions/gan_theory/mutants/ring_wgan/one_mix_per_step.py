"""The mix is drawn once in a step.

Message: points with shares of their own
Mistake: specification
Change WGAN: part = real[number * batch : (number + 1) * batch] ->
    part = real[number * batch : (number + 1) * batch]
    keep = keras.random.uniform((batch,)) if number == 0 else keep
Change WGAN: mix = keras.random.uniform((batch,)) -> mix = keep
"""
