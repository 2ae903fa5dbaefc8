"""Only matrices are thought of.

Message: the bound is 2, not 1
Mistake: specification
Change: kernel.reshape(-1, kernel.shape[-1]) -> kernel
"""
