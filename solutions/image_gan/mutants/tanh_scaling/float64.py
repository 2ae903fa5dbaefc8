"""The result has NumPy's type float64.

Message: should have type float32
Mistake: specification
Change: images.astype("float32") -> images
"""
