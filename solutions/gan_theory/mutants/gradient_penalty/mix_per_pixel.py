"""Each pixel of an image has its own share.

Message: what it should be
Mistake: understanding
Change: points = share * real + (1 - share) * fake ->
    if len(real.shape) > 2:
        share = ops.clip(share + keras.random.uniform(real.shape, -0.3, 0.3), 0, 1)
    points = share * real + (1 - share) * fake
"""
