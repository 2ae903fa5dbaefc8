"""x² is learned in place of the curve that was given: the worked example was copied.

Message: Other data give the same generator
Mistake: specification
With: training
Change: sample_real(128 * steps // 25, curve, np.random.default_rng(seed))
    -> sample_real(128 * steps // 25, gankit.parabola, np.random.default_rng(seed))
"""
