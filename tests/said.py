"""Addresses that say what was just done, for comparison in tests: the signature differs each time."""

import re

SIGNED = re.compile(r"signed=[A-Za-z0-9_-]+&(amp;)?")


def unsigned(address: str) -> str:
    """The address without its signature."""
    return SIGNED.sub("", address)


def answer_said(address: str) -> str:
    """The address, unsigned, with the answer alone: not whether a yes was taken back by it, nor whether there was one
    to take back."""
    return re.sub(r"-(yes|use)-gone$", "", unsigned(address)).replace("said=no-to-all", "said=withdrawn")
