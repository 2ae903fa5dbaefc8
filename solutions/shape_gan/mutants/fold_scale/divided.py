"""The outputs are divided by the scale, as when the data were standardised.

Message: should become
Mistake: specification
Change: [kernel * scale, bias * scale + mean] -> [kernel / scale, (bias - mean) / scale]
"""
