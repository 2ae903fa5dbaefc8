"""The gradient of the mean score is n times too small.

Message: the penalty is
Mistake: specification
Change: tape.gradient(scores, points) -> tape.gradient(mean, points)
Change: scores = critic(points) ->
    mean = ops.mean(critic(points))
"""
