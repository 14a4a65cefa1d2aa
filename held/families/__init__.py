"""Families: whose loss it is, who belongs, who is asked in. No family sees another."""
