"""From a master to what students and graders get."""
