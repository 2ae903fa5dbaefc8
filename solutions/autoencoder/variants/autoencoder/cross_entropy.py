"""Cross-entropy in place of the squared error.

Change: "mse" -> "binary_crossentropy"
"""
