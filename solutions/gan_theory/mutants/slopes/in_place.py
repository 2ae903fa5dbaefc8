"""The array of logits is changed.

Message: changes an array
Mistake: understanding
Change: return x - 1 ->
    x -= 1
    return x
"""
