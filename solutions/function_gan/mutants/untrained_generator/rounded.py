"""The distance is rounded to one decimal.

Message: For a known generator your distance is
Mistake: understanding
Change: return gankit.distance(ops.convert_to_numpy(generator(latents)), curve)
    -> return round(gankit.distance(ops.convert_to_numpy(generator(latents)), curve), 1)
"""
