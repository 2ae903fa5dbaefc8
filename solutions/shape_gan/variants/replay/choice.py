"""rng.choice draws, and the old rows are written into a shuffled copy.
"""


class Replay(list):
    def __init__(self, capacity, rng):
        super().__init__()
        self.capacity, self.rng = capacity, rng

    def push(self, samples):
        for sample in samples:
            place = len(self) if len(self) < self.capacity else int(self.rng.choice(self.capacity))
            self[place : place + 1] = [sample.copy()]

    def sample(self, n):
        return self.rng.choice(np.stack(self), n)


def mix_fakes(fresh, replay, share):
    mixed = replay.rng.permutation(fresh)
    if len(replay) > 0:
        old = int(np.rint(share * len(fresh)))
        mixed[:old] = replay.sample(old)
    return mixed
