"""The records hold untrained generators, honestly measured.

Message: it was not trained
Mistake: specification
Breaks: fall
Change: fit_gan(gan, data, steps) -> sum(range(10**6))
"""
