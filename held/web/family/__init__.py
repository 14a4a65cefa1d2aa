"""The family's desk: write, open, take back, look after those who belong."""
