"""The largest d_loss must be small in place of their mean.

Message: and a d_loss that is small but for one value
Mistake: understanding
Change: d[-last:].mean() < 0.05 -> d[-last:].max() < 0.05
"""
