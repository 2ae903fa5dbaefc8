"""X1 of the line is drawn a little more often near 0.

Message: In sample_line, X1 should be uniform on [-1, 1]
Mistake: understanding
Change sample_line: rng.uniform(-1, 1, n) -> rng.uniform(-1, 1, n) * rng.uniform(0.8, 1, n)
"""
