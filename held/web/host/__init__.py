"""For whoever runs this place: the first evening, families, the second copy."""
