"""The host’s pages: first evening, families, second copy."""
