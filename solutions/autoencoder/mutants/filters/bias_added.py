"""The bias is added to the kernel.

Message: So the filters are
Mistake: specification
Change: kernel = first.get_weights()[0] ->
    kernel = first.get_weights()[0] + first.get_weights()[1]
"""
