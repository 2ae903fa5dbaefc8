"""Only the distance to the nearest training image.

Message: is called good
Mistake: understanding
"""


def diagnose_samples(samples, images):
    novelty = gankit.digit_measures(samples, images)["novelty"]
    return "memorised" if novelty < 0.4 else "noisy" if novelty > 1.4 else "good"
