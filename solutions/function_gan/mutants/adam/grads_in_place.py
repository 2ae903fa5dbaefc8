"""The gradients are squared in place.

Message: changes the arrays in grads
Mistake: specification
Change: v_hat = [mean / (1 - beta_2**t) for mean in v] ->
    for g in grads:
        g *= g
    v_hat = [mean / (1 - beta_2**t) for mean in v]
"""
