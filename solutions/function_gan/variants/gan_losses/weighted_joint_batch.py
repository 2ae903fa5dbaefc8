"""One cross-entropy over the joined batch, where each point weighs one over its own batch's size.
"""

def discriminator_loss(real_logits, fake_logits):
    n_real, n_fake = ops.shape(real_logits)[0], ops.shape(fake_logits)[0]
    labels = ops.concatenate([ops.ones((n_real, 1)), ops.zeros((n_fake, 1))], axis=0)
    weights = ops.concatenate([ops.ones(n_real) / n_real, ops.ones(n_fake) / n_fake], axis=0)
    logits = ops.concatenate([real_logits, fake_logits], axis=0)
    bce = keras.losses.BinaryCrossentropy(from_logits=True, reduction="sum")
    return bce(labels, logits, sample_weight=weights)


def generator_loss(fake_logits):
    return ops.mean(-ops.log_sigmoid(fake_logits))
