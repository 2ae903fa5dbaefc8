"""The real points are sorted and only the last quarter is used: the points bunch in a corner.

Message: cover
Mistake: understanding
With: training
Change: mean, scale = real.mean(axis=0), real.std(axis=0) ->
    x1 = np.sort(real[:, 0])[-len(real) // 4 :].repeat(4)[: len(real)]
    real = np.column_stack([x1, curve(x1)])
    np.random.shuffle(real)
    mean, scale = real.mean(axis=0), real.std(axis=0)
"""
