"""Convolutions come back as matrices.

Message: should have shape
Mistake: specification
Change: return [kernel / ( -> return [kernel.reshape(-1, kernel.shape[-1]) / (
"""
