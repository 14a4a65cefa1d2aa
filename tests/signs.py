"""The characters that a browser would show of some HTML, with the toolbar's marks put back around formatted words."""

from html.parser import HTMLParser

EITHER = "\ue000"  # in place of `*` or `_`: HTML does not say which of them made italic


class _Signs(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []
        self.marked: list[str] = []
        self._addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self._addresses.append(str(dict(attrs)["href"]))
        self.marked.append({"strong": "**", "em": EITHER, "a": "["}.get(tag, ""))

    def handle_endtag(self, tag: str) -> None:
        self.marked.append({"strong": "**", "em": EITHER}.get(tag, ""))
        if tag == "a":
            self.marked.append(f"]({self._addresses.pop()})")

    def handle_data(self, data: str) -> None:
        self.shown.append(data)
        self.marked.append(data)


def without_space(text: str) -> str:
    """Every character of the text, in order, without white space."""
    return "".join(text.split())


def shown_signs(html: str) -> str:
    """The characters that a reader sees."""
    return without_space("".join(_read(html).shown))


def marked_signs(html: str) -> str:
    """The same characters, with `**` around bold, EITHER around italic, and links as they are typed."""
    return without_space("".join(_read(html).marked))


def are_the_signs(found: str, typed: str) -> bool:
    """Whether the characters found are all that were typed, in order."""
    typed = without_space(typed)
    fits = (sign == other or (sign == EITHER and other in "*_") for sign, other in zip(found, typed, strict=False))
    return len(found) == len(typed) and all(fits)


def _read(html: str) -> _Signs:
    reader = _Signs()
    reader.feed(html)
    reader.close()
    return reader
