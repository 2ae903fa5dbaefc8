"""Final marks: automatic ones, people's, corrections, lateness, attempts."""
