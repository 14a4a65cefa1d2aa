"""Addresses that say what was just done, for comparison in tests: the signature differs each time."""

import re

SIGNED = re.compile(r"signed=[A-Za-z0-9_-]+&(amp;)?")


def unsigned(address: str) -> str:
    """The address without its signature."""
    return SIGNED.sub("", address)
