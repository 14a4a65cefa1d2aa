"""What the family’s pages need of a story: outline, album, review, envelopes."""
