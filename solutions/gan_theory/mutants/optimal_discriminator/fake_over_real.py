"""The logit of fake.

Message: the logits are
Mistake: specification
Change: return log_density(*real) - log_density(*fake) -> return log_density(*fake) - log_density(*real)
"""
