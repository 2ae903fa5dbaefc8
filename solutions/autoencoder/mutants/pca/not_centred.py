"""The mean is not subtracted before the components are sought.

Message: vary most
Mistake: understanding
Change: flat - mean, full -> flat, full
"""
