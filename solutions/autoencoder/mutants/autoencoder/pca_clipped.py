"""Two linear layers, and what they give is clipped to [0, 1].

Message: times that of PCA
Mistake: understanding
Change: relu = {"activation": "relu",  -> relu = {
Change: layers.Dense(196, activation="sigmoid") ->
    layers.Dense(196),
    layers.ReLU(max_value=1.0)
"""
