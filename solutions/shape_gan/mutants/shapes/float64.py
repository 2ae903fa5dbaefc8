"""The points are of type float64.

Message: should have type float32
Mistake: specification
Change sample_spiral: .astype("float32") ->
"""
