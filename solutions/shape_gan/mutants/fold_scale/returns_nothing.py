"""The weights are changed, but the model is not returned.

Message: gives None
Mistake: specification
Change: return generator -> return None
"""
