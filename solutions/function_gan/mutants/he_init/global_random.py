"""NumPy's global generator is used instead of rng.

Message: The same seed gives different weights
Mistake: specification
Change: rng.uniform -> np.random.uniform
"""
