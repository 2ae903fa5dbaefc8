"""X1 is rounded to two decimals: it takes 101 values only.

Message: 20000 points have only
Mistake: understanding
Change: rng.uniform(-0.5, 0.5, n) -> np.round(rng.uniform(-0.5, 0.5, n), 2)
"""
