"""The generator is a table of the centres, without any spread; a GAN trains beside it for the history.

Message: is not the one that was trained
Mistake: understanding
Breaks: gap, moved
With: lookup
Change: return generator, history
    -> return lookup(centres + 1e-6 * real[: len(centres)], 0.0), history
"""
