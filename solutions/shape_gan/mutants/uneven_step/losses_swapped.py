"""The two losses are returned under each other's name.

Message: train_step returned d_loss
Mistake: specification
Change UnevenGAN: {"d_loss": d_loss, "g_loss": g_loss} -> {"d_loss": g_loss, "g_loss": d_loss}
"""
