"""It is asked first whether a kind has too large a share: collapsed sets are called unbalanced.

Message: is called unbalanced
Mistake: understanding
"""


def diagnose_samples(samples, images):
    found = gankit.digit_measures(samples, images)
    shares = np.bincount(gankit.digit_classes(as_images(samples)), minlength=10) / len(samples)
    if found["novelty"] > 1.4:
        return "noisy"
    if shares.max() > 0.3:
        return "unbalanced"
    if found["variety"] < 0.5 or found["classes"] < 0.6:
        return "collapsed"
    return "memorised" if found["novelty"] < 0.45 else "good"
