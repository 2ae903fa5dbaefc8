"""A small d_loss or a large g_loss is enough.

Message: diagnose should say 'converged', but it says 'diverged'
Mistake: specification
Change: d[-last:].mean() < 0.05 and g[-last:].mean() > 5
    -> d[-last:].mean() < 0.05 or g[-last:].mean() > 5
"""
