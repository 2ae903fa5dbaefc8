"""The computing time of the process in place of the clock's.

Message: by the clock
Mistake: specification
Change latent_study: start = time.perf_counter() -> start = time.process_time()
Change latent_study: seconds = time.perf_counter() - start -> seconds = time.process_time() - start
"""
