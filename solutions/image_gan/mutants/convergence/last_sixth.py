"""The last sixth of the history counts in place of the last fifth.

Message: For a wave in g_loss at the beginning of the last fifth
Mistake: specification
Change: last = len(g) // 5 -> last = len(g) // 6
"""
