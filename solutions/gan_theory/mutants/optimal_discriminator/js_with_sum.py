"""The two halves are missing.

Message: the Jensen-Shannon divergence
Mistake: specification
Change: expected_log(q, q) - expected_log(q, m)) / 2 -> expected_log(q, q) - expected_log(q, m))
"""
