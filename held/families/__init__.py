"""Families, their members, invitations, recovery of lost keys."""
