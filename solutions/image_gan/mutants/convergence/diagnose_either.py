"""A small d_loss or a large g_loss is enough.

Message: diagnose should say 'converged', but it says 'diverged'
"""

def diagnose(history):
    d, g = np.array(history["d_loss"], float), np.array(history["g_loss"], float)
    n = len(g) // 5
    if not (np.isfinite(d).all() and np.isfinite(g).all()):
        return "diverged"
    if d[-n:].mean() < 0.05 or g[-n:].mean() > 5:
        return "diverged"
    x = np.arange(n)
    line = np.polyval(np.polyfit(x, g[-n:], 1), x)
    return "oscillating" if np.std(g[-n:] - line) > 0.3 else "converged"
