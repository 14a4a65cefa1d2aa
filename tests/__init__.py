"""Tests mirror `held/` path for path; `promises/` keeps what the product promises; `rules/` keeps the house."""
