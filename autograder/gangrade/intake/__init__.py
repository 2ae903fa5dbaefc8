"""What was handed in: files, cells, written answers, shared code."""
