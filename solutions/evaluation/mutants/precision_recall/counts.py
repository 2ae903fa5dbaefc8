"""The numbers of points, not their shares.

Message: So precision and recall are
Mistake: specification
Change: axis=0).mean() -> axis=0).sum()
Change: axis=1).mean() -> axis=1).sum()
"""
