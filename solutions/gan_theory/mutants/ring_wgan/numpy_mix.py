"""NumPy draws the mix: a compiled step has it once and for all.

Message: Two steps use the same mix
Mistake: specification
Change WGAN: mix = keras.random.uniform((batch,)) -> mix = ops.convert_to_tensor(np.random.rand(batch).astype("float32"))
"""
