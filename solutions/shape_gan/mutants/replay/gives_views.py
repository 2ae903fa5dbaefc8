"""sample hands out the array that it draws into, and keeps it as its store.

Message: Give copies
Mistake: understanding
"""


class Replay:
    def __init__(self, capacity, rng):
        self.capacity, self.rng = capacity, rng
        self.held = []

    def push(self, samples):
        for sample in np.array(samples):
            if len(self.held) < self.capacity:
                self.held.append(sample)
            else:
                self.held[self.rng.integers(self.capacity)] = sample

    def sample(self, n):
        if not self.held:
            raise ValueError("The store is empty.")
        drawn = np.array([self.held[place] for place in self.rng.integers(len(self.held), size=n)])
        for place, sample in enumerate(self.held):
            same = [row for row in drawn if np.array_equal(row, sample)]
            self.held[place] = same[0] if same else sample
        return drawn

    def __len__(self):
        return len(self.held)
