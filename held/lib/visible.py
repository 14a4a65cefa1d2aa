"""Whether a text has visible characters. A name of only invisible characters is no name."""

from unicodedata import category

_UNSEEN = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Mn", "Me"})
"""Categories of the Unicode standard (chapter 4.5): spaces, controls, and combining marks, which require a letter."""

_BLANK = frozenset("\u115f\u1160\u2065\u2800\u3164\uffa0\U0001d159")
"""Fillers and blanks that Unicode counts as letters or symbols (Default_Ignorable_Code_Point, and empty shapes)."""


def can_be_seen(text: str) -> bool:
    """Whether any of its characters is visible."""
    return any(category(letter) not in _UNSEEN and letter not in _BLANK for letter in text)


def seen_or_empty(text: str) -> str:
    """The text exactly as it was typed; empty if it has no visible character."""
    return text if can_be_seen(text) else ""
