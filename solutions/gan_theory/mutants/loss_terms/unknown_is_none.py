"""A name that is not known gives None.

Message: but it returns something
Mistake: specification
Change: raise ValueError(f"there is no loss {name!r}") -> return None
"""
