"""NaN is not looked for.

Message: diagnose should say 'diverged'
Mistake: specification
"""

def diagnose(history):
    d, g = np.array(history["d_loss"], float), np.array(history["g_loss"], float)
    n = len(g) // 5
    if d[-n:].mean() < 0.05 and g[-n:].mean() > 5:
        return "diverged"
    x = np.arange(n)
    line = np.polyval(np.polyfit(x, g[-n:], 1), x)
    return "oscillating" if np.std(g[-n:] - line) > 0.3 else "converged"
