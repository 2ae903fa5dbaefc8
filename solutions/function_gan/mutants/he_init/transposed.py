"""The matrix is turned: fan_out rows and fan_in columns, as some libraries store it.

Message: should have shape (5, 15)
Mistake: specification
Change: fan_in, _ -> fan_in, fan_out
Change: rng.uniform(-limit, limit, shape) -> rng.uniform(-limit, limit, (fan_out, fan_in))
"""
