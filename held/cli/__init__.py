"""The commands: serve, demo, check, backup, restore, proof."""
