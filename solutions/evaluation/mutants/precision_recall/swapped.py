"""Recall comes first.

Message: So precision and recall are
Mistake: specification
Change: return precision, recall -> return recall, precision
"""
