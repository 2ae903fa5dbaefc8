"""Known right, wrong and hostile submissions, graded for real."""
