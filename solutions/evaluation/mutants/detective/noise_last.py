"""The noisy sets are looked for last: the classifier sees few kinds in noise, and calls them collapsed.

Message: is noisy is called collapsed
Mistake: understanding
"""


def diagnose_samples(samples, images):
    found = gankit.digit_measures(samples, images)
    shares = np.bincount(gankit.digit_classes(as_images(samples)), minlength=10) / len(samples)
    if found["variety"] < 0.5 or found["classes"] < 0.75:
        return "collapsed"
    if found["novelty"] < 0.45:
        return "memorised"
    if shares.max() > 0.3:
        return "unbalanced"
    return "noisy" if found["novelty"] > 1.4 else "good"
