"""One decoded image after the other; normal equations; targets 1 and -1."""


def interpolate(decoder, first, second, n):
    images = []
    for i in range(n):
        code = first + (second - first) * i / (n - 1)
        images.append(np.array(decoder(code[None].astype("float32")))[0])
    return np.stack(images)


def linear_probe(codes, labels, new_codes):
    kinds = sorted(set(labels.tolist()))
    shift = codes.mean(axis=0)
    one = np.hstack([np.ones((len(codes), 1)), codes - shift])
    targets = np.array([[1.0 if label == kind else -1.0 for kind in kinds] for label in labels])
    weights = np.linalg.solve(one.T @ one, one.T @ targets)
    outputs = weights[0] + (new_codes - shift) @ weights[1:]
    return np.array([kinds[i] for i in outputs.argmax(axis=1)])
