"""Works for lists only.

Message: diagnose should say
Mistake: specification
Change: d, g = np.array(history["d_loss"], float), np.array(history["g_loss"], float) ->
    both = history["d_loss"] + history["g_loss"]
    d, g = np.array(both[: len(both) // 2]), np.array(both[len(both) // 2 :])
"""
