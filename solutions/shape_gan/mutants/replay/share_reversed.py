"""share is taken for the share of the fresh ones.

Message: should be old; yours are
Mistake: specification
Change: round(share * len(fresh)) -> round((1 - share) * len(fresh))
"""
