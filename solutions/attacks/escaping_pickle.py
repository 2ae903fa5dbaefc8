"""Returns objects that run code when somebody copies, unpickles, prints or compares them.

Aim: code that runs in the examiner.
Defence: values
Control: without namespaces, user, landlock
Part: function_gan
"""

import pickle

import numpy as np

TARGET = ARENA + "/attack-pickle"


class Bomb:
    def __reduce__(self):
        return (exec, (f"open({TARGET!r}, 'w').write('ran')",))

    def run(self, *_):
        try:
            exec(*self.__reduce__()[1])
        except OSError:
            pass
        return self

    __array__ = __len__ = __iter__ = __float__ = __index__ = __getstate__ = __deepcopy__ = run


class Text(str):
    __reduce__ = Bomb.__reduce__


class Numbers(np.ndarray):
    __reduce__ = Bomb.__reduce__


def sample_real(n, curve, rng):
    return Bomb()


def he_uniform(shape, rng):
    return np.zeros(shape, np.float32).view(Numbers)


def adam_step(params, grads, state, lr=1e-3, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    return np.array([Bomb()], object), {Text("key"): Text("value")}


def make_generator(latent_dim=5, n_outputs=2):
    return pickle.dumps(Bomb())


def succeeded():
    """As if this were an examiner that unpickles what it gets."""
    try:
        pickle.loads(make_generator())
        return "ran" in open(TARGET).read()
    except OSError:
        return False
