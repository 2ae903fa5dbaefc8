"""Epochs are taken for steps: less than a tenth of the training.

Message: times that of PCA
Mistake: understanding
Change: epochs=20, steps_per_epoch=steps // 20 -> epochs=10 + steps // 100, steps_per_epoch=5
"""
