"""The line is not subtracted.

Message: For g_loss on a straight line
"""

def diagnose(history):
    d, g = np.array(history["d_loss"], float), np.array(history["g_loss"], float)
    n = len(g) // 5
    if not (np.isfinite(d).all() and np.isfinite(g).all()):
        return "diverged"
    if d[-n:].mean() < 0.05 and g[-n:].mean() > 5:
        return "diverged"
    return "oscillating" if np.std(g[-n:]) > 0.3 else "converged"
