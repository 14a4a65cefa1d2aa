"""Whether each pictured person agrees, for one photograph and one scope."""
