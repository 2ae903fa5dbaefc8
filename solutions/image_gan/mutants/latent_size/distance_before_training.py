"""The distance is computed before the training.

Message: Compute it after the training
Mistake: specification
Change: gankit.frechet_distance(images, generator) -> distance
Change: start = time.perf_counter() ->
    distance = gankit.frechet_distance(images, generator)
    start = time.perf_counter()
"""
