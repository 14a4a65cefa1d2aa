"""The host’s pages: first evening, families, backup, people to talk to."""
