"""Recall and the student's Fréchet distance, and novelty."""


def diagnose_samples(samples, images):
    found = gankit.digit_measures(samples, images)
    probabilities = gankit.digit_probabilities(as_images(samples))
    largest = probabilities.mean(axis=0).max()
    present = (probabilities.mean(axis=0) > 0.025).sum()
    rows = samples.reshape(len(samples), -1)[:400].astype(float)
    pairs = np.sort(cdist(rows, rows), axis=1)[:, 8]
    if found["novelty"] > 1.5:
        return "noisy"
    if present < 6 or np.median(pairs) < 2.5:
        return "collapsed"
    if found["novelty"] < 0.5:
        return "memorised"
    return "unbalanced" if largest > 0.28 else "good"
