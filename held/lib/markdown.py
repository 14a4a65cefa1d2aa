"""A small part of Markdown made into HTML that can hold nothing but text, emphasis, lists, quotations and links."""

import re
from functools import cache
from html import escape
from typing import TYPE_CHECKING

import nh3

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

_TAGS = {"p", "br", "em", "strong", "h3", "h4", "blockquote", "ul", "ol", "li", "a", "hr"}
_READS = ["heading", "lheading", "emphasis", "blockquote", "list", "link", "autolink", "hr", "newline", "escape"]
_SIGNS = "\n\r\\`*_{}[]<>()#+-.!&:~=$%@^"  # where the reader stops and asks what this may be: up to 25 µs each
MOST_TO_READ = 4_000  # characters, to find a first line in
MOST_LETTERS, MOST_SIGNS, MOST_LINKS = 300_000, 25_000, 2_000  # a thick book has fewer; beyond, marks stay as written
_HEADINGS = {"h1": "h3", "h2": "h3", "h3": "h4", "h4": "h4", "h5": "h4", "h6": "h4"}


def to_html(text: str) -> str:
    """HTML of the text; whatever is not among the few known elements stays readable as text, or is dropped.

    A text that would keep everybody waiting is not looked through for marks; all its words are there, in paragraphs.
    """
    if _is_too_much(text):
        return _in_paragraphs(text)
    reader = _reader()
    tokens = reader.parse(text)
    for token in tokens:
        token.tag = _HEADINGS.get(token.tag, token.tag)
    html = reader.renderer.render(tokens, reader.options, {})
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow noopener noreferrer",
    )


def to_plain(text: str) -> str:
    """The text without marks, in one line."""
    bare = nh3.clean(to_html(text).replace("<br", " <br").replace("</", " </"), tags=set())
    return re.sub(r"\s+", " ", _unescape(bare)).strip()


def first_line(text: str, *, most: int = 160) -> str:
    """The beginning of the text, cut between words at `most` characters. As quick for a book as for a page."""
    begun = text.strip()
    plain = to_plain(begun[:MOST_TO_READ])
    if len(plain) <= most and len(begun) <= MOST_TO_READ:
        return plain
    return plain[:most].rsplit(" ", 1)[0] + " …"


@cache
def _reader() -> "MarkdownIt":
    from markdown_it import MarkdownIt  # noqa: PLC0415  # 50 ms, which a start does not wait for

    return MarkdownIt("zero", {"html": False, "linkify": False, "breaks": True}).enable(_READS)


def _is_too_much(text: str) -> bool:
    if len(text) > MOST_LETTERS or text.count("[") > MOST_LINKS:
        return True
    return sum(text.count(sign) for sign in _SIGNS) > MOST_SIGNS


def _in_paragraphs(text: str) -> str:
    lines = "\n".join(text.splitlines())
    paragraphs = (part.strip("\n") for part in re.split(r"\n[ \t]*\n", lines))
    written = (escape(part).replace("\n", "<br>\n") for part in paragraphs if part)
    return "".join(f"<p>{part}</p>\n" for part in written)


def _unescape(text: str) -> str:
    for written, meant in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&nbsp;", " "), ("&amp;", "&")):
        text = text.replace(written, meant)
    return text
