"""The iteration begins with ones, whatever u is.

Message: sigma should be
Mistake: understanding
Change: for _ in range(steps): ->
    u = np.ones(kernel.shape[1])
    for _ in range(steps):
"""
