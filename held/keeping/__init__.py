"""Second copies, restore, upgrades, and the identity of a place."""
