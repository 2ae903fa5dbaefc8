"""A fresh generator with the same seed is put into the record, not the trained one.

Message: it was not trained
Mistake: understanding
Breaks: fall
Change: records.append( ->
    keras.utils.set_random_seed(seed)
    generator = make_image_generator(size, shape)
    records.append(
"""
