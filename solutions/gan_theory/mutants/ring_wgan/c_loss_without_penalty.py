"""c_loss has no penalty in it, though the update has.

Message: "c_loss" is
Mistake: understanding
Change WGAN: "c_loss": c_loss -> "c_loss": -distance
"""
