"""There are always ten columns, 0 to 9.

Message: the probe should read [-1
Mistake: specification
Change: kinds = np.unique(labels) -> kinds = np.arange(10)
"""
