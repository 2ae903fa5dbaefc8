"""It is asked first whether the images are copies: ones look like copies to novelty, and so do noisy sets never.

Message: drawn sets were called by the right word
Mistake: understanding
"""


def diagnose_samples(samples, images):
    found = gankit.digit_measures(samples, images)
    shares = np.bincount(gankit.digit_classes(as_images(samples)), minlength=10) / len(samples)
    if found["novelty"] < 0.95:
        return "memorised"
    if found["novelty"] > 1.4:
        return "noisy"
    if found["variety"] < 0.5 or found["classes"] < 0.6:
        return "collapsed"
    return "unbalanced" if shares.max() > 0.3 else "good"
