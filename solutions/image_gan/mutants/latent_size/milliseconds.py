"""The time in milliseconds.

Message: cannot be the time
Change: time.perf_counter() - start -> 1000 * (time.perf_counter() - start)
"""
