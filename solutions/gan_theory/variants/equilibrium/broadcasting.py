"""Indices by nonzero, in the order of the columns, as an array."""


def saddle_points(values):
    fine = (values[:, :, None] >= values[:, None, :]).all(axis=2)
    fine &= (values[:, None, :] <= values[None, :, :]).all(axis=1)
    columns, rows = np.nonzero(fine.T)
    return np.stack([rows, columns], axis=1)


def exploitability(values, g_mix, d_mix):
    now = g_mix @ values @ d_mix
    return ((g_mix @ values).max() - now) + (now - (values @ d_mix).min())
