"""A dictionary raises a KeyError for a name that is not known.

Message: but it raises KeyError
Mistake: specification
Change: raise ValueError(f"there is no loss {name!r}") -> raise KeyError(name)
"""
