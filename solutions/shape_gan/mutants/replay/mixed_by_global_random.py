"""The fresh rows are chosen with NumPy's global generator.

Message: Equal seeds give different mixtures
Mistake: understanding
Change: fresh[old:] -> np.random.permutation(fresh)[old:]
"""
