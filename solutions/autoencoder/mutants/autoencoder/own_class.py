"""The decoder is a subclass of keras.Model.

Message: Write it as keras.Sequential
Mistake: specification
Change: return encoder, decoder, history.history ->
    return encoder, Wrapped(decoder), history.history
"""


class Wrapped(keras.Model):
    def __init__(self, inner):
        super().__init__()
        self.inner = inner

    def call(self, codes):
        return self.inner(codes)
