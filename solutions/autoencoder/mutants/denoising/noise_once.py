"""Each image gets its noise once, before the training.

Message: times that of the best matrix
Mistake: understanding
Change: pixels = (images / 255).astype("float32") ->
    pixels = (images / 255).astype("float32")
    fixed = corrupt(pixels, sigma, rng)
Change: clean = pixels[rng.integers(0, len(pixels), 64)] ->
    chosen = rng.integers(0, len(pixels), 64)
    clean = pixels[chosen]
Change: yield corrupt(clean, sigma, rng), clean -> yield fixed[chosen], clean
"""
