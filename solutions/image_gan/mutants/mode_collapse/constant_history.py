"""The history is made up: it never changes.

Message: never changes
Mistake: specification
Breaks: history
Change: return generator, history -> return generator, {"d_loss": [1.38] * 25, "g_loss": [0.7] * 25}
"""
