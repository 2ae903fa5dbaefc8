"""Hands over networks that are small to describe: giant outputs, slow ones, NaN weights, billions of weights.

Aim: an examiner, or its runner of networks, that runs out of memory or of time.
Defence: values, limits, watch, deadlines
Control: none: without bounds it would take all memory
Part: function_gan
"""

import keras
import numpy as np
from gankit import networks
from gankit.networks import Layer, Network
from gankit.probes import networks as network_probes
from gankit.probes import trainings
from keras import layers

HISTORY = {"d_loss": [1.38, 1.39] * 20, "g_loss": [0.69, 0.7] * 20}


def wide():
    """Return a chain whose outputs grow a thousandfold with every layer, without a weight."""
    image = [layers.Reshape((5, 1, 1))] + [layers.UpSampling2D(30)] * 1
    grown = [layers.UpSampling2D((20, 20)) for _ in range(3)]
    return keras.Sequential(
        [keras.Input((5,)), *image, *grown, layers.GlobalAveragePooling2D(), layers.Dense(2)]
    )


def padded():
    image = [
        layers.Reshape((5, 1, 1)),
        layers.ZeroPadding2D(1_000_000),
        layers.Cropping2D(1_000_000),
    ]
    return keras.Sequential([keras.Input((5,)), *image, layers.Flatten(), layers.Dense(2)])


def slow():
    """Return a network within all bounds that takes as long as it may."""
    middle = [layers.Dense(2500, activation="gelu") for _ in range(3)]
    return keras.Sequential([keras.Input((5,)), *middle, layers.Dense(2)])


def described(*made):
    return Network((Layer("InputLayer", {"shape": (5,)}, (), ()), *made))


def dense(units, *weights, activation="linear"):
    options = {"units": units, "use_bias": len(weights) > 1, "activation": activation}
    return Layer("Dense", options, (0,), weights)


def square(number):
    """Return a layer that multiplies the outputs of the layer before with themselves."""
    return Layer("Multiply", {}, (number, number), ())


float32 = np.float32
FORGED = {
    "NaN": lambda: described(dense(2, np.full((5, 2), np.nan, float32))),
    "overflow": lambda: described(
        dense(2, np.full((5, 2), 3e38, float32)), *[square(number) for number in range(1, 150)]
    ),
    "units": lambda: described(dense(1 << 39, np.zeros((5, 2), float32))),
    "billions": lambda: described(dense(1 << 30, np.broadcast_to(float32(1), (5, 1 << 30)))),
    "layers": lambda: described(*[square(number) for number in range(100_000)]),
    "inputs": lambda: described(Layer("Concatenate", {"axis": -1}, (0,) * 200_000, ())),
    "doubling": lambda: described(
        *[Layer("Concatenate", {"axis": -1}, (number, number), ()) for number in range(60)]
    ),
    "reshape": lambda: described(Layer("Reshape", {"target_shape": (-1, 1 << 20, 0)}, (0,), ())),
    "options": lambda: described(
        Layer("LeakyReLU", {"negative_slope": [[[[1e308]]]] * 4}, (0,), ())
    ),
    "exponential": lambda: described(
        dense(2, np.full((5, 2), 30, float32), activation="exponential"),
        square(1),
        square(2),
        square(3),
    ),
}
offered = [wide, padded, slow, slow, slow, *FORGED.values()]
asked = 0
describe = networks.describe
networks.describe = lambda model, shape: (
    model if isinstance(model, Network) else describe(model, shape)
)
network_probes.describe = trainings.describe = networks.describe


def train_gan(curve, steps, seed):
    global asked
    asked += 1
    return offered[asked % len(offered)](), HISTORY


def make_generator(latent_dim=5, n_outputs=2):
    global asked
    asked += 1
    return list(FORGED.values())[asked % len(FORGED)]()


def make_discriminator(n_inputs=2):
    return make_generator(n_inputs, 1)
