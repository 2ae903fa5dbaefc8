"""Noise with standard deviation 0.1 is added to the real points, “as in real life”.

Message: above or below the curve
Mistake: understanding
With: training
Change: mean, scale = real.mean(axis=0), real.std(axis=0) ->
    real = real + np.random.normal(0, 0.1, real.shape).astype("float32")
    mean, scale = real.mean(axis=0), real.std(axis=0)
"""
