"""Partner lists on screen."""
