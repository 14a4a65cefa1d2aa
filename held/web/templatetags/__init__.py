"""Filters for words in templates."""
