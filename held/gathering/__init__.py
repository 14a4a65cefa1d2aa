"""Photographs from outside the family: requests, envelopes, receiving."""
