"""Works for lists only.

Message: diagnose should say
"""

def diagnose(history):
    both = history["d_loss"] + history["g_loss"]
    d, g = np.array(both[: len(both) // 2]), np.array(both[len(both) // 2 :])
    n = len(g) // 5
    if not (np.isfinite(d).all() and np.isfinite(g).all()):
        return "diverged"
    if d[-n:].mean() < 0.05 and g[-n:].mean() > 5:
        return "diverged"
    x = np.arange(n)
    line = np.polyval(np.polyfit(x, g[-n:], 1), x)
    return "oscillating" if np.std(g[-n:] - line) > 0.3 else "converged"
