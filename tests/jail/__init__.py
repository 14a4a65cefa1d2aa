"""What the jail does, and what cannot be done in it."""
