"""The samples are kept as float64.

Message: should have type float32
Mistake: specification
Change: for sample in np.array(samples): -> for sample in np.array(samples, "float64"):
"""
