"""Both updates are right, but the two losses are returned under each other's name.

Message: train_step returned d_loss
Mistake: specification
With: plain_gan
Change: {"d_loss": d_loss, "g_loss": g_loss} -> {"d_loss": g_loss, "g_loss": d_loss}
"""
