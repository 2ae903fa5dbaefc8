"""mix_fakes does not ask whether the store is empty.

Message: The store is empty
Mistake: specification
Change: round(share * len(fresh)) if len(replay) else 0 -> round(share * len(fresh))
"""
