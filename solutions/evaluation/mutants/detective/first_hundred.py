"""Only the first hundred images are looked at, and with few images a share is uncertain.

Message: called
Mistake: understanding
Change: found = gankit.digit_measures(samples, images) -> samples = samples[:12]; found = gankit.digit_measures(samples, images)
"""
