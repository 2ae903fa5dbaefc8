"""Ten long epochs: the history has ten values, where 25 are asked for.

Message: should have at least 25 values
Mistake: specification
With: training
Change: 128 * steps // 25 -> 128 * steps // 10
Change: steps_per_execution=steps // 25 -> steps_per_execution=steps // 10
Change: epochs=25 -> epochs=10
"""
