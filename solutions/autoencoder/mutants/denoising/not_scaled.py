"""The pixels stay between 0 and 255.

Message: times that of the best matrix
Mistake: specification
Change: (images / 255).astype("float32") -> images.astype("float32")
"""
