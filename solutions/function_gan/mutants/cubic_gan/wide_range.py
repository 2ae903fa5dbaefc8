"""X1 is drawn on [-1, 1] for more data: the points go out of range.

Message: standard deviations
Mistake: understanding
With: training
Change: mean, scale = real.mean(axis=0), real.std(axis=0) ->
    x1 = np.random.uniform(-1, 1, len(real)).astype("float32")
    real = np.column_stack([x1, curve(x1)])
    mean, scale = real.mean(axis=0), real.std(axis=0)
"""
