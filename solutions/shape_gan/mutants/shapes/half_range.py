"""X1 of the line goes from −0.5 to 0.5, as in part 1.

Message: X1 of sample_line should be uniform on [-1, 1]
Mistake: specification
Change sample_line: rng.uniform(-1, 1, n) -> rng.uniform(-0.5, 0.5, n)
"""
