"""Only the kinds are counted: copies are good, and one image of each kind is too.

Message: is called good
Mistake: understanding
"""


def diagnose_samples(samples, images):
    shares = np.bincount(gankit.digit_classes(as_images(samples)), minlength=10) / len(samples)
    if np.sum(shares > 0.025) < 6:
        return "noisy" if np.sum(shares > 0.01) > 3 else "collapsed"
    return "unbalanced" if shares.max() > 0.3 else "good"
