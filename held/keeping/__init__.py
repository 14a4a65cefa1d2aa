"""Backups, restore, upgrades, and the identity of a place."""
