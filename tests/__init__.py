"""Tests mirror `held/` path for path; `promises/` tests what the product promises; `rules/` tests rules about the
code."""
