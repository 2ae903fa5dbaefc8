"""compile keeps the options of Keras for itself.

Message: should hand the option on to Keras
Mistake: specification
Change WGAN: super().compile(**kwargs) -> super().compile()
"""
