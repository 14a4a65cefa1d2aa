"""The languages that a leaf can be in, each by its own name."""

from unicodedata import normalize

from django.conf.locale import LANG_INFO


def language_name(code: str) -> str:
    """The language's name in that language; the code itself if we do not know it."""
    return normalize("NFC", str(LANG_INFO.get(code, {}).get("name_local", code)))


def languages() -> list[tuple[str, str]]:
    """Every language we know, by name: its code and its name."""
    known = [(code, language_name(code)) for code, info in LANG_INFO.items() if "name_local" in info]
    return sorted(known, key=lambda pair: pair[1].casefold())
