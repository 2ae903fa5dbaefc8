"""compile keeps both optimizers, and drops what it should hand on to Keras.

Message: should hand the option on to Keras
Mistake: specification
Change: super().compile(**kwargs) -> super().compile()
"""
