"""The pixels become a row column by column.

Message: vary most if all pixels change together
Mistake: specification
Change pca: flat = images.reshape(len(images), -1) ->
    flat = images.transpose(0, 2, 1).reshape(len(images), -1)
"""
