"""Pages on which the family writes: leaves, saving, versions, two texts that differ."""
