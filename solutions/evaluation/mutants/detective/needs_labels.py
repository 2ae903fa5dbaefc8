"""It looks the samples up among the new digits to learn their labels.

Message: A set that is good is called memorised
Mistake: understanding
"""


def diagnose_samples(samples, images):
    new, labels = gankit.load_digits("test", size=14)
    known = {image.tobytes(): label for image, label in zip(new, labels)}
    found = [known.get(image.tobytes()) for image in as_images(samples)]
    counts = np.bincount([label for label in found if label is not None], minlength=10)
    if counts.sum() < len(samples) / 2:
        return "memorised"
    if np.sum(counts > 0) < 4:
        return "collapsed"
    return "unbalanced" if counts.max() > 0.3 * len(samples) else "good"
