"""The array of latents is changed.

Message: changes an array
Mistake: understanding
Change: logits = a * (latents + theta) + b ->
    latents += theta
    logits = a * latents + b
"""
