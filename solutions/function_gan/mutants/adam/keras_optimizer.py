"""Keras' own Adam does the step; nothing is written by hand.

Message: Write adam_step with NumPy
Mistake: specification
"""

def adam_step(params, grads, state, lr=1e-3, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    variables, optimizer = state or (
        [keras.Variable(p) for p in params],
        keras.optimizers.Adam(lr, beta_1=beta_1, beta_2=beta_2, epsilon=epsilon),
    )
    optimizer.apply([ops.convert_to_tensor(g) for g in grads], variables)
    return [ops.convert_to_numpy(v) for v in variables], (variables, optimizer)
