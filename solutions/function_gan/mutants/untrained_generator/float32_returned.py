"""NumPy's type float32 in place of a Python float.

Message: should return a Python float
Mistake: specification
Change: return gankit.distance(ops.convert_to_numpy(generator(latents)), curve)
    -> return np.float32(gankit.distance(ops.convert_to_numpy(generator(latents)), curve))
"""
