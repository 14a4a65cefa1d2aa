"""This place: what it is called, where it is found, who keeps it running."""
