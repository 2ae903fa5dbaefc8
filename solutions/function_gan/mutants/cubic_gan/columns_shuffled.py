"""X2 is shuffled among the points, so that only the two histograms are learned.

Message: The best of
Mistake: understanding
With: training
Change: mean, scale = real.mean(axis=0), real.std(axis=0) ->
    np.random.shuffle(real[:, 1])
    mean, scale = real.mean(axis=0), real.std(axis=0)
"""
