"""The five surest images of each kind, 20 times each."""


def fool_inception(images, labels):
    sure = gankit.digit_probabilities(images)
    places = [place for kind in range(10) for place in sure[:, kind].argsort()[-5:]]
    return np.tile(images[places], (20, 1, 1))
