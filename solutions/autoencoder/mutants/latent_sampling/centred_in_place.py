"""The given codes are centred where they are.

Message: changes the array
Mistake: specification
Change: shifted = codes - mean ->
    codes -= mean
    shifted = codes
"""
