"""A fake is only asked whether it lies in the ball of its nearest real point.

Message: precision should be
Mistake: understanding
Change: precision = np.any(between <= real_radius[:, None], axis=0).mean() -> precision = np.mean(between.min(axis=0) <= real_radius[between.argmin(axis=0)])
"""
