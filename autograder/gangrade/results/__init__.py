"""What was found, and what it depends on."""
