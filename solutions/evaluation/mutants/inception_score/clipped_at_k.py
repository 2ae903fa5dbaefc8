"""The score is rounded to whole kinds.

Message: have the score 1.240806479, not 1
Mistake: specification
Change: scores.append(np.exp(np.sum(part * np.log(ratio), axis=1).mean())) -> scores.append(np.round(np.exp(np.sum(part * np.log(ratio), axis=1).mean())))
"""
