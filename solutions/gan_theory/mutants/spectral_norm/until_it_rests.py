"""As many rounds as it takes, whatever steps says.

Message: give sigma
Mistake: specification
Change: for _ in range(steps): -> for _ in range(1000):
"""
