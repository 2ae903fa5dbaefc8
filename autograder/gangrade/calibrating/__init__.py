"""From training runs to thresholds."""
