"""Families: whose loss it is, who belongs, who is invited. No family sees another."""
