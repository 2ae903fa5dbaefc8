"""Noisy images are stretched to [0, 1] in place of clipping.

Message: mean near 0.5
Mistake: specification
Change: return np.clip(images + noise, 0, 1).astype("float32") ->
    noisy = images + noise
    low, high = noisy.min(), noisy.max()
    return ((noisy - low) / max(high - low, 1)).astype("float32")
"""
