"""Zeros are replaced by a small number in the array that was given.

Message: changes the array
Mistake: specification
Change: scores = [] -> scores = []; probabilities[probabilities == 0] = 1e-30
"""
