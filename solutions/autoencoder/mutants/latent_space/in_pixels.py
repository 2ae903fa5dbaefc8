"""The two images are cross-faded.

Message: Go in the space of codes
Mistake: specification
Change: return np.asarray(decoder((1 - share) * first + share * second)) ->
    ends = np.asarray(decoder(np.stack([first, second])))
    share = share[:, :, None]
    return (1 - share) * ends[0] + share * ends[1]
"""
