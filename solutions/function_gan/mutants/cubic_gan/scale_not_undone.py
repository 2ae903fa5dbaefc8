"""Trained on scaled points, and the scale is never undone: the points are far out of range.

Message: standard deviations
Mistake: understanding
With: training
Change: kernel, bias = generator.layers[-1].get_weights() ->
Change: generator.layers[-1].set_weights([kernel * scale, bias * scale + mean]) ->
"""
