"""The sign of the minimax slope is lost.

Message: has the slopes
Mistake: specification
Change: return -sigmoid(x) -> return sigmoid(x)
"""
