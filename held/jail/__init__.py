"""The jail: photographs are opened where nothing else is; it knows nothing of families, keys or Django."""
