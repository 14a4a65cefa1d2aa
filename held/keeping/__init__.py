"""What leaves the place, and comes back: the second copy."""
