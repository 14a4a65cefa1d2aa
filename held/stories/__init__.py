"""Stories: leaves, versions, opening, named readers, envelopes."""
