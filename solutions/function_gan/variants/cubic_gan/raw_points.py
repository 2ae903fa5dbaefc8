"""The recipe of many courses: raw points, Adam at a constant rate, beta_1 = 0.5, all in one fit.

With: raw_training
Change: 128 * steps // 25 -> 128 * steps // 30
Change: steps_per_execution=steps // 25 -> steps_per_execution=steps // 30
Change: fit = gan.fit(real, batch_size=128, epochs=25, verbose=0)
    -> history = gan.fit(real, batch_size=128, epochs=30, verbose=0)
Change: fit.history -> history.history
"""
