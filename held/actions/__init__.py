"""Acts that touch several nouns, such as leaving a family."""
