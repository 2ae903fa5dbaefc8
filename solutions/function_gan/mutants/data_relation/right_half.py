"""X1 lies between 0 and 0.5: random numbers are scaled and not shifted.

Message: half of the values should lie between -0.25 and 0.25
Mistake: specification
Change: rng.uniform(-0.5, 0.5, n) -> (0.5 * rng.random(n))
"""
