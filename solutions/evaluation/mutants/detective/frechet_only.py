"""The Fréchet distance alone: several faults have the same one.

Message: called
Mistake: understanding
"""


def diagnose_samples(samples, images):
    distance = gankit.digit_measures(samples, images)["frechet"]
    limits = [(5, "memorised"), (15, "good"), (38, "unbalanced"), (80, "collapsed")]
    return next((word for limit, word in limits if distance < limit), "noisy")
