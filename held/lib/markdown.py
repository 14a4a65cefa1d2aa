"""A small part of Markdown made into HTML that can hold nothing but text, emphasis, lists, quotations and links."""

import re

import nh3
from markdown_it import MarkdownIt

_TAGS = {"p", "br", "em", "strong", "h3", "h4", "blockquote", "ul", "ol", "li", "a", "hr"}
_reader = MarkdownIt("zero", {"html": False, "linkify": False, "breaks": True}).enable(
    ["heading", "lheading", "emphasis", "blockquote", "list", "link", "autolink", "hr", "newline", "escape"]
)
_HEADINGS = {"h1": "h3", "h2": "h3", "h3": "h4", "h4": "h4", "h5": "h4", "h6": "h4"}


def to_html(text: str) -> str:
    """HTML of the text; whatever is not among the few known elements stays readable as text, or is dropped."""
    tokens = _reader.parse(text)
    for token in tokens:
        token.tag = _HEADINGS.get(token.tag, token.tag)
    html = _reader.renderer.render(tokens, _reader.options, {})
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
    """The beginning of the text, cut between words at `most` characters."""
    plain = to_plain(text)
    if len(plain) <= most:
        return plain
    return plain[:most].rsplit(" ", 1)[0] + " …"


def _unescape(text: str) -> str:
    for written, meant in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&nbsp;", " "), ("&amp;", "&")):
        text = text.replace(written, meant)
    return text
