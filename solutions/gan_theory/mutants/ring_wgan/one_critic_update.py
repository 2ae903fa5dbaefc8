"""The critic is updated once.

Message: The weights of the critic are not what they should be
Mistake: specification
Change: for number in range(self.n_critic): -> for number in range(1):
"""
