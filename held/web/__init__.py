"""The doors: HTTP, one folder for each kind of person."""
