"""SciPy does the work.

Message: should not call scipy.spatial.distance.jensenshannon
Mistake: specification
"""

from scipy.spatial.distance import jensenshannon as own


def js_divergence(p, q):
    return own(p, q) ** 2
