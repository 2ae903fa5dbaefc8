"""The clock starts once, before all sizes: each record has the time since then.

Message: It is the time of this training alone
Mistake: specification
Change latent_study: records = [] ->
    records = []
    begin = time.perf_counter()
Change latent_study: seconds = time.perf_counter() - start -> seconds = time.perf_counter() - begin
"""
