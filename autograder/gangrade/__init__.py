"""gangrade: releases the assignment and grades submissions to it."""

import logging

# What went wrong is told in results, in a sentence; tracebacks are for those who turn logging on.
logging.getLogger(__name__).addHandler(logging.NullHandler())
