"""The new samples of a batch replace different held ones.

Message: may replace a new one too
Mistake: understanding
"""


class Replay:
    def __init__(self, capacity, rng):
        self.capacity, self.rng = capacity, rng
        self.held = []

    def push(self, samples):
        samples = [np.array(sample) for sample in samples]
        room = self.capacity - len(self.held)
        self.held += samples[:room]
        rest = samples[room:][-self.capacity :]
        for place, sample in zip(self.rng.permutation(self.capacity), rest):
            self.held[place] = sample

    def sample(self, n):
        if not self.held:
            raise ValueError
        return np.array([self.held[place] for place in self.rng.integers(len(self.held), size=n)])

    def __len__(self):
        return len(self.held)
