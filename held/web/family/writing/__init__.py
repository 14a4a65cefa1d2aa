"""Pages to write: leaves, saving, versions, two texts that differ."""
