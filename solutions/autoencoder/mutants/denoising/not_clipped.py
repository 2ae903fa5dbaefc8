"""Nothing is clipped.

Message: A pixel should lie between 0 and 1
Mistake: specification
Change: return np.clip(images + noise, 0, 1).astype("float32") -> return (images + noise).astype("float32")
"""
