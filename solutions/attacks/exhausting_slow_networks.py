"""Returns from every training the slowest network that is allowed, at once.

Aim: hours of computing that are not its own: networks run in the grader's processes.
Defence: deadlines
Control: none: without a deadline it takes as long as it takes
Part: function_gan
"""

import keras
from keras import layers

HISTORY = {"d_loss": [1.38, 1.39] * 20, "g_loss": [0.69, 0.7] * 20}


def train_gan(curve, steps, seed):
    keras.utils.set_random_seed(seed)
    # A thousand wide images of one channel, which cost more than their multiplications.
    image = [layers.Dense(2000), layers.Reshape((40, 50, 1))]
    image += [layers.Conv2D(8, 3, padding="same", activation="gelu") for _ in range(20)]
    generator = keras.Sequential(
        [keras.Input((5,)), *image, layers.GlobalAveragePooling2D(), layers.Dense(2)]
    )
    return generator, HISTORY
