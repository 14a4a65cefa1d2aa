"""Faults planted on purpose, to see each harness catch the kind of fault it is there for."""
