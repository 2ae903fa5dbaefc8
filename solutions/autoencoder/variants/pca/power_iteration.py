"""One direction after the other by power iteration; what is found is taken out."""


def pca(images, k):
    rows = images.reshape(len(images), -1)
    mean = rows.mean(axis=0)
    matrix = (rows - mean).T @ (rows - mean)
    found, random = [], np.random.default_rng(0)
    for _ in range(k):
        vector = random.normal(size=len(matrix))
        for _ in range(400):
            vector = matrix @ vector
            vector /= np.linalg.norm(vector)
        found.append(vector)
        matrix = matrix - np.outer(vector, vector) * (vector @ matrix @ vector)
    return mean, np.stack(found)
