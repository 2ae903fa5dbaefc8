"""Pages on which people mark, and the files that they fill in."""
