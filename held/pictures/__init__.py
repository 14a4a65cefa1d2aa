"""Photographs a family keeps: how they arrive, how they lie, how one is shown, how one goes for good."""
