"""One invented family, to look at and to test with."""
