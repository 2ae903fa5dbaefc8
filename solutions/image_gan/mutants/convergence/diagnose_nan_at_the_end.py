"""NaN only counts in the last fifth.

Message: diagnose should say 'diverged'
Mistake: specification
Change: np.isfinite(d).all() and np.isfinite(g).all()
    -> np.isfinite(d[-last:]).all() and np.isfinite(g[-last:]).all()
"""
