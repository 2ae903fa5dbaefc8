"""gangrade: releases the assignment and grades submissions to it."""
