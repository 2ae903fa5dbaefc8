"""The convolutional decoder ends without a sigmoid.

Message: A pixel should lie between 0 and 1
Mistake: specification
Change make_conv_decoder: , activation="sigmoid" ->
"""
