"""The capacity is not looked at.

Message: holds 0, 2 and 3
Mistake: specification
Change: if len(self.held) < self.capacity: -> if True:
"""
