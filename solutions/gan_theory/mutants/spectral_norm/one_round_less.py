"""The last round is left out.

Message: power_iteration stopped with
Mistake: specification
Change: for _ in range(steps): -> for _ in range(steps - 1):
"""
