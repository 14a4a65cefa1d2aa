"""The command `held`: serve, demo, check, backup, restore, proof."""
