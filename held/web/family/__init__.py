"""The family’s pages: write, open, take back, photographs, people."""
