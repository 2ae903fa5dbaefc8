"""The curve argument is ignored: the GAN always learns x³.

Message: Other data give the same generator
Mistake: specification
With: training
Change: sample_real(128 * steps // 25, curve, np.random.default_rng(seed))
    -> sample_real(128 * steps // 25, gankit.cubic, np.random.default_rng(seed))
"""
