"""Latents are multiplied by almost nothing: all points bunch in one place.

Message: cover
Mistake: understanding
With: raw_training
Change: return generator, fit.history ->
    kernel, bias = generator.layers[-1].get_weights()
    generator.layers[-1].set_weights([kernel * 0.01, bias])
    return generator, fit.history
"""
