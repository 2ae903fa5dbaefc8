"""Grade submissions: one at a time, and a class at once."""
