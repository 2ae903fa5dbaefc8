"""Both clouds are centred in place first.

Message: changes an array
Mistake: specification
Change: between = cdist(real, fake) ->
    middle = real.mean(axis=0)
    real -= middle
    fake -= middle
    between = cdist(real, fake)
"""
