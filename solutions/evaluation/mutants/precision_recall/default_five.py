"""Without being told, k is 5.

Message: k is not given
Mistake: specification
Change: def precision_recall(real, fake, k=3): -> def precision_recall(real, fake, k=5):
"""
