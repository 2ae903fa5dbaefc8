"""A set is good if its images are, byte for byte, among the new digits.

Message: called
Mistake: understanding
"""


def diagnose_samples(samples, images):
    new = {image.tobytes() for image in gankit.load_digits("test", size=14)[0]}
    if np.mean([image.tobytes() in new for image in as_images(samples)]) > 0.5:
        return "good"
    found = gankit.digit_measures(samples, images)
    if found["novelty"] > 1.4:
        return "noisy"
    if found["variety"] < 0.5 or found["classes"] < 0.6:
        return "collapsed"
    return "memorised" if found["novelty"] < 0.45 else "unbalanced"
