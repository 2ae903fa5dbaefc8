"""Two linear layers, trained.

Message: times that of PCA
Mistake: understanding
Change: relu = {"activation": "relu",  -> relu = {
Change: layers.Dense(196, activation="sigmoid") -> layers.Dense(196)
"""
