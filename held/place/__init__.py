"""The installation: its name, address, host and first evening."""
