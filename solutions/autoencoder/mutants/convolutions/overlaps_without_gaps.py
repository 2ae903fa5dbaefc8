"""The line ends where the counts do: n · stride pixels.

Message: The result of overlaps(4, 3, 2) should have shape (9,), but it has shape (8,)
Mistake: specification
Change: return counts -> return counts[: n * stride]
"""
