"""Loops forever where nobody looks: when shown, compared, copied, turned into text, or deleted.

Aim: a deadline that covers the call of a function, but not what is done with its result.
Defence: deadlines, processes
Control: none: without a deadline it never ends
Part: function_gan
"""

import numpy as np


def forever(self=None, *args, **options):
    while True:
        pass


class Shown:
    _repr_html_ = _repr_png_ = _ipython_display_ = __repr__ = __str__ = __format__ = forever


class Error(Exception):
    __str__ = __repr__ = forever


class Value(np.ndarray):
    __array_finalize__ = lambda self, other: None
    astype = tobytes = numpy = __array__ = __len__ = __iter__ = forever
    dtype = property(forever)


class Text(str):
    __hash__ = __eq__ = encode = __str__ = forever


class Deleted:
    __del__ = forever


class Generator:
    input_shape = property(forever)
    built = property(forever)
    __getattr__ = forever


def sample_real(n, curve, rng):
    return np.zeros((n, 2)).view(Value)


def he_uniform(shape, rng):
    raise Error


def adam_step(params, grads, state, **options):
    deleted = Deleted()
    return [params], state


def make_generator(latent_dim=5, n_outputs=2):
    return Generator()


def untrained_distance(curve, rng):
    return Text("1")


def discriminator_loss(real_logits, fake_logits):
    class Shape:
        __array__ = __iter__ = __float__ = forever

    return Shape()


Shown()
