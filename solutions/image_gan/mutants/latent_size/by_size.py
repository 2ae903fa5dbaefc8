"""A dict by size in place of a list.

Message: latent_study should return a list
Mistake: specification
Change: return records -> return {r["latent_dim"]: r for r in records}
"""
