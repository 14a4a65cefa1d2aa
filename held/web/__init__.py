"""HTTP pages, one folder for each kind of person."""
