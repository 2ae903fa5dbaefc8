"""The places of good images in all training images are written down: in a half of them others stand there.

Message: With a drawn half
Mistake: understanding
"""


def fool_inception(images, labels):
    sure = gankit.digit_probabilities(gankit.load_digits(size=14)[0])
    places = [sure[:, kind].argmax() for kind in range(10)]
    return np.repeat(images[np.array(places) % len(images)], 100, axis=0)
