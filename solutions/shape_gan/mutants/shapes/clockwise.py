"""The spiral winds the other way round.

Message: Yours winds the other way round
Mistake: specification
Change: radius * np.sin(angle) -> -radius * np.sin(angle)
"""
