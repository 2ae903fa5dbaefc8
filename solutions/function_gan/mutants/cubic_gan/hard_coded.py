"""The generator's weights are typed in for x³, as saved from an earlier training; the histories are real ones of some GAN.

Message: Two seeds give the same generator
Mistake: understanding
Breaks: gap, moved
With: training
Change: kernel, bias = generator.layers[-1].get_weights() ->
Change: generator.layers[-1].set_weights([kernel * scale, bias * scale + mean]) ->
Change: return generator, fit.history ->
    first, second = layers.Dense(7, activation="relu"), layers.Dense(2)
    saved = keras.Sequential([keras.Input((5,)), first, second])
    kernel = np.zeros((5, 7))
    kernel[0] = 1
    first.set_weights([kernel, -np.array([-3, -1.15, -0.67, -0.32, 0.32, 0.67, 1.15])])
    x1 = [0.067, 0.196, 0.088, 0.041, -0.041, -0.088, -0.196]
    x2 = [0.039, 0.039, -0.040, -0.032, 0.032, 0.040, -0.039]
    second.set_weights([np.column_stack([x1, x2]), np.array([-0.5, -0.125])])
    return saved, fit.history
"""
