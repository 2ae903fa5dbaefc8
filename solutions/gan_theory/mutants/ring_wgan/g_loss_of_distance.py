"""g_loss is the distance.

Message: "g_loss" is
Mistake: understanding
Change WGAN: "g_loss": g_loss -> "g_loss": distance
"""
