"""The time at the end, not the time that passed.

Message: cannot be the time
Mistake: specification
Change: time.perf_counter() - start -> time.time()
"""
