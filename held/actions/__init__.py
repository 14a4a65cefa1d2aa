"""Acts that touch several nouns: leave a family, withdraw an invitation, take a photograph out of its envelope."""
