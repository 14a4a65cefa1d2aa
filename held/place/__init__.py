"""The installation: its name, address, host, first evening, and people to talk to."""
