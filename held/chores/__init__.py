"""Everything that happens without a person asking."""
