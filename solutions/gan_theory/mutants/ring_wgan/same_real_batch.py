"""Every critic update gets the first batch.

Message: The weights of the critic are not what they should be
Mistake: specification
Change: part = real[number * batch : (number + 1) * batch] -> part = real[:batch]
"""
