"""The history is the last loss, repeated: nobody kept the ones before.

Message: never changes
Mistake: specification
With: training
Change: fit.history -> {name: [values[-1]] * 25 for name, values in fit.history.items()}
"""
