"""The scores go through a sigmoid.

Message: after a step the critic's weights
Mistake: specification
Change WGAN: self.critic = critic -> self.critic = keras.Sequential([critic, layers.Activation("sigmoid")])
"""
