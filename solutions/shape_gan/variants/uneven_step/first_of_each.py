"""The generator works in the first of each g_every steps, and reports 0 where it rests.

With: with_gradients
"""
