"""The spread is judged before the losses' means.

Message: diagnose should say 'diverged', but it says 'oscillating'
Mistake: specification
"""

def diagnose(history):
    d, g = np.array(history["d_loss"], float), np.array(history["g_loss"], float)
    n = len(g) // 5
    if not (np.isfinite(d).all() and np.isfinite(g).all()):
        return "diverged"
    x = np.arange(n)
    line = np.polyval(np.polyfit(x, g[-n:], 1), x)
    if np.std(g[-n:] - line) > 0.3:
        return "oscillating"
    return "diverged" if d[-n:].mean() < 0.05 and g[-n:].mean() > 5 else "converged"
