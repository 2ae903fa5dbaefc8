"""The clock is started after the training.

Message: cannot be the time
Mistake: understanding
Change: fit_gan(gan, data, steps) ->
Change: start = time.perf_counter() ->
    fit_gan(gan, data, steps)
    start = time.perf_counter()
"""
