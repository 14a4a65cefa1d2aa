"""The host’s pages: first evening, families, backup."""
