"""The points are measured upside down. On curves that are as far below as above that does not show.

Message: Hand the generator's points to gankit.distance as they are
Mistake: understanding
Change: return gankit.distance(ops.convert_to_numpy(generator(latents)), curve)
    -> return gankit.distance(-ops.convert_to_numpy(generator(latents)), curve)
"""
