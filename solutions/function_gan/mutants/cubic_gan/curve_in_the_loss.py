"""A GAN whose generator is also told how far it is from the curve: it learns from the data directly.

Message: should learn from nothing but its discriminator
Mistake: understanding
Breaks: moved
With: own_loop
Change: fake = discriminator(generator(latents)) ->
    points = generator(latents)
    fake = discriminator(points)
Change: g_loss = generator_loss(fake) ->
    x1, x2 = tf.unstack(points * scale + mean, axis=1)
    outside = tf.nn.relu(tf.abs(x1) - 0.5)
    error = tf.reduce_mean(((x2 - curve(x1)) / scale[1]) ** 2 + outside**2)
    g_loss = generator_loss(fake)
    total = g_loss + error
Change: g_tape.gradient(g_loss, weights) -> g_tape.gradient(total, weights)
"""
