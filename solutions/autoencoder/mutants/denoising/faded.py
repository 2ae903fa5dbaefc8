"""The more noise, the less of the image is left.

Message: mean near 0.5
Mistake: specification
Change: return np.clip(images + noise, 0, 1).astype("float32") -> return np.clip((1 - sigma) * images + noise, 0, 1).astype("float32")
"""
