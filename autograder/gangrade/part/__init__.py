"""What is graded against: a released part, its training, rubrics, the course's folder."""
