"""The discriminator's loss, which it wants to be small.

Message: the value of the game
Mistake: specification
Change: return expected_log(p, d) + expected_log(q, 1 - d) -> return -expected_log(p, d) - expected_log(q, 1 - d)
"""
