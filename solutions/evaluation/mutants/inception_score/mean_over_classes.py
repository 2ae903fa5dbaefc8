"""The terms are averaged over images and kinds; those of one image should be added up.

Message: have the score 10, not
Mistake: understanding
Change: np.sum(part * np.log(ratio), axis=1).mean() -> np.mean(part * np.log(ratio))
"""
