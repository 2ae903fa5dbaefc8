"""The generator is always updated; weights and the optimizer's variables are written back where it rests.

With: written_back
"""
