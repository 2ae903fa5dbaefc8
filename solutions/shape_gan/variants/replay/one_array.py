"""The store is one array that is made at the first push; replacement is vectorised.
"""


class Replay:
    def __init__(self, capacity, rng):
        self.capacity, self.rng, self.count, self.store = capacity, rng, 0, None

    def push(self, samples):
        if self.store is None:
            self.store = np.empty((self.capacity, *samples.shape[1:]), np.float32)
        room = min(self.capacity - self.count, len(samples))
        self.store[self.count : self.count + room] = samples[:room]
        self.count += room
        rest = samples[room:]
        if len(rest):
            self.store[self.rng.integers(self.capacity, size=len(rest))] = rest

    def sample(self, n):
        if self.count == 0:
            raise ValueError("nothing to draw from")
        return self.store[self.rng.integers(self.count, size=n)]

    def __len__(self):
        return self.count
