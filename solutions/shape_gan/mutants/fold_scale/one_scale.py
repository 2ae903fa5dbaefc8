"""One scale, the mean of both, is used for both coordinates.

Message: should become
Mistake: specification
Change: kernel, bias = last.get_weights() ->
    scale = scale.mean()
    kernel, bias = last.get_weights()
"""
