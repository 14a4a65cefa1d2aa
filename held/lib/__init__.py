"""The ground: things that would make sense in a program about bicycles."""
