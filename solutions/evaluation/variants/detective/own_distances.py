"""Distances to the nearest training image, and distances within a kind, without gankit's measures."""


def diagnose_samples(samples, images):
    real = as_samples(images).reshape(len(images), -1)
    some = samples.reshape(len(samples), -1)[:300]
    nearest = np.sqrt(
        np.maximum((some**2).sum(1)[:, None] + (real**2).sum(1) - 2 * some @ real.T, 0).min(1)
    )
    classes = gankit.digit_classes(as_images(samples))
    shares = np.bincount(classes, minlength=10) / len(classes)
    if np.median(nearest) > 5.5:
        return "noisy"
    flat = samples.reshape(len(samples), -1)
    spread = [flat[classes == k].std(axis=0).mean() for k in range(10) if shares[k] > 0.03]
    if len(spread) < 6 or np.mean(spread) < 0.15:
        return "collapsed"
    if np.median(nearest) < 2.2:
        return "memorised"
    return "unbalanced" if shares.max() > 0.3 else "good"
