"""For one code np.cov gives a number, and eigh fails.

Message: fit_codes stopped with
Mistake: specification
Change: eigh(shifted.T @ shifted / len(codes)) -> eigh(np.cov(codes, rowvar=False, bias=True))
"""
