"""Grey values as float32.

Message: should have type uint8
Mistake: specification
Change: np.repeat(images[best], 100, axis=0) -> np.repeat(images[best], 100, axis=0).astype('float32')
"""
