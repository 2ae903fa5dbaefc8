"""Hands in networks whose loading runs code: Lambda layers and registered classes.

Aim: code that runs in the grader when it builds the network.
Defence: values
Control: without namespaces, user, landlock
Part: function_gan
"""

import keras

TARGET = ARENA + "/attack-lambda"


def write_down(x):
    try:
        open(TARGET, "w").write("ran")
    except OSError:
        pass
    return x


@keras.saving.register_keras_serializable("attack", "Dense")
class Dense(keras.layers.Layer):
    """Has the name of an ordinary layer."""

    @classmethod
    def from_config(cls, config):
        write_down(None)
        return cls()

    def call(self, x):
        return write_down(x)


def make_generator(latent_dim=5, n_outputs=2):
    layers = [keras.Input((latent_dim,)), keras.layers.Lambda(write_down), Dense()]
    return keras.Sequential([*layers, keras.layers.Dense(n_outputs, activation=write_down)])


def make_discriminator(n_inputs=2):
    return keras.Sequential([keras.Input((n_inputs,)), Dense(), keras.layers.Dense(1)])


def succeeded():
    """As if this were a grader that lets Keras load what it gets."""
    try:
        text = make_discriminator().to_json()
        keras.models.model_from_json(text)
        return "ran" in open(TARGET).read()
    except Exception:
        return False
