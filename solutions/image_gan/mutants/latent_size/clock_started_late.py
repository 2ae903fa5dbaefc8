"""The clock is started after the training.

Message: It is the time of this training alone
Mistake: understanding
Change: fit_gan(gan, data, steps) ->
Change: start = time.perf_counter() ->
    fit_gan(gan, data, steps)
    start = time.perf_counter()
"""
