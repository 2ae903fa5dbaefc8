"""The result has NumPy's type float64.

Message: should have type float32
Change: images.astype("float32") -> images
"""
