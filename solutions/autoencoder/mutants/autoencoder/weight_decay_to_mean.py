"""So much weight decay that only the mean image is left.

Message: times that of PCA
Mistake: understanding
Change: keras.optimizers.Adam(rate) -> keras.optimizers.AdamW(rate, weight_decay=100.0)
"""
