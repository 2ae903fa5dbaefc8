"""The spread of d_loss in place of g_loss.

Message: in g_loss that begins late
"""

def diagnose(history):
    d, g = np.array(history["d_loss"], float), np.array(history["g_loss"], float)
    n = len(g) // 5
    if not (np.isfinite(d).all() and np.isfinite(g).all()):
        return "diverged"
    if d[-n:].mean() < 0.05 and g[-n:].mean() > 5:
        return "diverged"
    x = np.arange(n)
    line = np.polyval(np.polyfit(x, d[-n:], 1), x)
    return "oscillating" if np.std(d[-n:] - line) > 0.3 else "converged"
