"""The spread of the whole history.

Message: For a wave in g_loss that has ended
"""

def diagnose(history):
    d, g = np.array(history["d_loss"], float), np.array(history["g_loss"], float)
    n = len(g) // 5
    if not (np.isfinite(d).all() and np.isfinite(g).all()):
        return "diverged"
    if d[-n:].mean() < 0.05 and g[-n:].mean() > 5:
        return "diverged"
    x = np.arange(len(g))
    line = np.polyval(np.polyfit(x, g, 1), x)
    return "oscillating" if np.std(g - line) > 0.3 else "converged"
