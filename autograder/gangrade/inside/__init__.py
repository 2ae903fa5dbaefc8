"""All that a submission may read of the grader: what runs around it."""
