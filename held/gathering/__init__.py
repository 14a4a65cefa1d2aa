"""Photographs from outside the family: requests for them, envelopes, and receiving."""
