"""The right k components are taken, but in rising order.

Message: reverse order
Mistake: specification
Change: directions[:k] -> directions[:k][::-1]
"""
