"""Each pixel is divided by its standard deviation.

Message: so the component is [0.6, 0.8]
Mistake: specification
Change: flat - mean, full -> (flat - mean) / (flat.std(axis=0) + 1e-9), full
"""
