"""The first axis is kept apart, not the last.

Message: the bound
Mistake: specification
Change: kernel.reshape(-1, kernel.shape[-1]) -> kernel.reshape(kernel.shape[0], -1)
"""
