"""The pixels stay between 0 and 255.

Message: times that of PCA
Mistake: specification
Change: (images / 255).astype("float32") -> images.astype("float32")
"""
