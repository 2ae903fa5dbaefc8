"""The time at the end, not the time that passed.

Message: cannot be the time
Change: time.perf_counter() - start -> time.time()
"""
