"""Stories: leaves, versions, photographs in them, and what readers see of each."""
