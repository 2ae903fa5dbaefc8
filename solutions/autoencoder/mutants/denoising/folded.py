"""What leaves [0, 1] is folded back.

Message: at 0, and as many at 1
Mistake: specification
Change: return np.clip(images + noise, 0, 1).astype("float32") -> return np.clip(1 - np.abs(1 - np.abs(images + noise)), 0, 1).astype("float32")
"""
