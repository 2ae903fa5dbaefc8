"""The GAN is trained on grey values from 0 to 255.

Message: Train on what scale_images makes of them
Mistake: specification
Change: scale_images(images) -> images.astype("float32")
"""
