"""Only what lies below 0 is clipped.

Message: A pixel should lie between 0 and 1
Mistake: specification
Change: return np.clip(images + noise, 0, 1).astype("float32") -> return np.maximum(images + noise, 0).astype("float32")
"""
