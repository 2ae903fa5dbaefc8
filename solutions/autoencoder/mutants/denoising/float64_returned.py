"""The noisy images are of type float64.

Message: should be of type float32
Mistake: specification
Change: return np.clip(images + noise, 0, 1).astype("float32") -> return np.clip(images + noise, 0, 1)
"""
