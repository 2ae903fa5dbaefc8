"""The time in milliseconds.

Message: cannot be the time
Mistake: specification
Change: time.perf_counter() - start -> 1000 * (time.perf_counter() - start)
"""
