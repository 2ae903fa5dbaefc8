"""The scale is put into the last layer's kernel; its bias was forgotten.

Message: standard deviations
Mistake: understanding
With: training
Change: bias * scale + mean -> bias
"""
