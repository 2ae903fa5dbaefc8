"""The pixels go through tanh.

Message: A pixel should lie between 0 and 1
Mistake: specification
Change make_decoder: activation="sigmoid" -> activation="tanh"
"""
