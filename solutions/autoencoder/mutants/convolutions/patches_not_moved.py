"""The patch moves by one pixel, whatever the stride is.

Message: with stride 2, not
Mistake: specification
Change strided_convolution: y, x = i * stride, j * stride -> y, x = i, j
"""
