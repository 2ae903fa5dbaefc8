"""Two loops, and pure replies one by one."""


def saddle_points(values):
    found = []
    for i in range(values.shape[0]):
        for j in range(values.shape[1]):
            if values[i, j] == max(values[i, :]) and values[i, j] == min(values[:, j]):
                found.append((i, j))
    return found


def exploitability(values, g_mix, d_mix):
    rows, columns = values.shape
    columns_worth = [sum(g_mix[i] * values[i, j] for i in range(rows)) for j in range(columns)]
    rows_worth = [sum(d_mix[j] * values[i, j] for j in range(columns)) for i in range(rows)]
    return max(columns_worth) - min(rows_worth)
