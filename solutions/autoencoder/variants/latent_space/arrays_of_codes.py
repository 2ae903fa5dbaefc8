"""np.linspace between arrays, predict, and pinv."""


def interpolate(decoder, first, second, n):
    return decoder.predict(np.linspace(first, second, n), verbose=0)


def linear_probe(codes, labels, new_codes):
    kinds, places = np.unique(labels, return_inverse=True)
    targets = np.eye(len(kinds))[places]
    one = np.hstack([codes, np.ones((len(codes), 1))])
    new_one = np.hstack([new_codes, np.ones((len(new_codes), 1))])
    return kinds[np.argmax(new_one @ np.linalg.pinv(one) @ targets, axis=1)]
