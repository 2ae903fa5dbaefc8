"""Returns subclasses of ndarray, float, int, str, list and dict whose methods lie.

Aim: values that look right to whoever asks them, and are wrong.
Defence: values
Control: in place
Part: function_gan
"""

import numpy as np


class Array(np.ndarray):
    """Looks like points on any curve: whatever is computed with it comes out as it should."""

    def __array_ufunc__(self, ufunc, method, *inputs, out=None, **options):
        plain = [np.asarray(value) if isinstance(value, Array) else value for value in inputs]
        result = getattr(ufunc, method)(*plain, **options)
        if ufunc in (np.less, np.less_equal, np.greater, np.isfinite):
            return np.ones_like(result)
        return np.asarray(result).view(Array) if method == "__call__" else result

    def __array__(self, dtype=None, copy=None):
        return np.zeros(self.shape, dtype or np.float64)

    def max(self, *args, **options):
        return Number(0.0)

    __eq__ = __ne__ = lambda self, other: True
    __len__ = lambda self: 20000
    tobytes = lambda self, *args: b"right"


class Number(float):
    __eq__ = __lt__ = __le__ = __gt__ = __ge__ = lambda self, other: True
    __hash__ = float.__hash__
    __sub__ = __rsub__ = __abs__ = __truediv__ = lambda self, *other: self
    is_integer = lambda self: True
    __repr__ = __str__ = lambda self: "1.3863"


class Whole(int):
    __eq__ = __le__ = __ge__ = lambda self, other: True
    __hash__ = int.__hash__
    __index__ = __int__ = __abs__ = lambda self: 1 << 70


class Text(str):
    __eq__ = lambda self, other: True
    __hash__ = lambda self: hash("array")
    __iter__ = lambda self: iter("discriminator")
    encode = lambda self, *args: b'{"value": 1}'


class List(list):
    __len__ = lambda self: 3
    __iter__ = lambda self: iter([np.zeros(3, np.float32)] * 1000)
    __getitem__ = lambda self, position: Number(1)


class Dict(dict):
    items = lambda self: [(Text("array"), "float64"), ("shape", [1 << 40])]
    keys = lambda self: {"d_loss", "g_loss", "generator"}
    __getitem__ = lambda self, key: Number(1)
    __len__ = lambda self: 1


class Tensor:
    """No tensor, but it has the method that asks one for its array."""

    shape, dtype, device = (), np.dtype("float32"), Text("CPU")

    def numpy(self):
        return np.zeros((3, 3)).view(Array)

    __float__ = __array__ = lambda self, *args, **options: Number(1.3863)


class Tuple(tuple):
    __len__ = lambda self: 2
    __iter__ = lambda self: iter(([Array((3,))], Dict()))


def sample_real(n, curve, rng):
    x = rng.uniform(-0.5, 0.5, n)
    return np.column_stack([x, x]).astype("float32").view(Array)


def he_uniform(shape, rng):
    return Tensor()


def adam_step(params, grads, state, **options):
    return Tuple([List([Whole(1), Text("x")])])


def make_generator(latent_dim=5, n_outputs=2):
    return Text("network")


def make_discriminator(n_inputs=2):
    return Dict(network=List())


def discriminator_loss(real_logits, fake_logits):
    return Tensor()


def generator_loss(fake_logits):
    return Number(0.6931)


def untrained_distance(curve, rng):
    make_generator()
    return Number(0.5)


def train_gan(curve, steps, seed):
    return Tuple([Text("generator"), Dict(d_loss=List([1.38]), g_loss=List([Number(0.69)]))])
