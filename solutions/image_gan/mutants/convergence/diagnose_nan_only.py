"""Infinity is not looked for.

Message: diagnose should say 'diverged'
Mistake: specification
Change: np.isfinite(d).all() and np.isfinite(g).all()
    -> not np.isnan(d).any() and not np.isnan(g).any()
"""
