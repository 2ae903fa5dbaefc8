"""The way is an arc, as for normal latents.

Message: Go in the space of codes
Mistake: understanding
"""


def interpolate(decoder, first, second, n):
    share = np.linspace(0, 1, n, dtype="float32")[:, None]
    cosine = first @ second / np.linalg.norm(first) / np.linalg.norm(second)
    angle = np.arccos(np.clip(cosine, -0.999, 0.999))
    near, far = np.sin((1 - share) * angle), np.sin(share * angle)
    return np.asarray(decoder(((near * first + far * second) / np.sin(angle)).astype("float32")))
