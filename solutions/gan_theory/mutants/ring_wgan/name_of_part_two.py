"""The critic loss is called d_loss.

Message: should return a dict
Mistake: specification
Change WGAN: "c_loss": c_loss -> "d_loss": c_loss
"""
