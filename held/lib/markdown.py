"""Converts a family's text to HTML: the toolbar's marks become formatting, every other character stays."""

import re
from collections.abc import Iterator
from functools import cache
from html import escape, unescape
from typing import TYPE_CHECKING

import nh3

from held.lib.marks import add_marks

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_TAGS = {"p", "br", "em", "strong", "h3", "blockquote", "ul", "li", "a"}
_SIGNS = "\n\r\\`*_{}[]<>()#+-.!&:~=$%@^"  # characters at which the parser tries every rule: up to 25 µs each
_SENTENCE_END = re.compile(r"(\S+)(?:[.!?…]+[”’»\"')\]]*(?=\s)|[。！？]+[」』”’]*)")
_NO_END = re.compile(r"[A-ZÀ-Þ]\w{0,2}\.|\d{1,2}\.")  # “Dr.”, “St.”, the 3. of a date
MOST_TO_READ = 4_000  # characters, to find a first line in
MOST_LETTERS, MOST_SIGNS, MOST_LINKS = 300_000, 25_000, 2_000  # a thick book has fewer; above, marks are not parsed


def to_html(text: str) -> str:
    """HTML of the text. It contains, in order, every character that is not part of a toolbar mark.

    Marks are not parsed in a text that would take too long; all its words are there, in paragraphs.
    """
    if _is_too_much(text):
        return "".join(_in_paragraphs(text))
    reader = _reader()
    return _clean(reader.renderer.render(reader.parse(text), reader.options, {}))


def to_blocks(text: str) -> list[str]:
    """The HTML of each paragraph, heading, quotation and list of the text; joined, they are `to_html` of it."""
    if _is_too_much(text):
        return list(_in_paragraphs(text))
    reader = _reader()
    blocks: list[list[Token]] = [[]]
    for token in reader.parse(text):
        blocks[-1].append(token)
        if token.level == 0 and token.nesting <= 0:
            blocks.append([])
    return [_clean(reader.renderer.render(block, reader.options, {})) for block in blocks if block]


def to_plain(text: str) -> str:
    """The text without the toolbar's marks, as one line."""
    return plain_of(to_html(text))


def plain_of(html: str) -> str:
    """The text of this HTML (made by `to_html` or `to_blocks`), as one line."""
    apart = re.sub(r"<br|</(?:p|h3|li)>", r" \g<0>", html)
    return re.sub(r"\s+", " ", unescape(nh3.clean(apart, tags=set()))).strip()


def has_marks(html: str) -> bool:
    """Whether the text of this HTML (made by `to_html`) contains any mark, apart from paragraphs and lines."""
    return re.search(r"<(?!/?p>|br>)", html) is not None


def first_line(text: str, *, most: int = 160, has_marks: bool = True) -> str:
    """The beginning of the text, at most `most` characters: whole sentences; if the first is longer, whole words.
    As fast for a book as for a page.

    `has_marks`: whether the text is shown with `to_html`. If not, its marks are ordinary characters.
    """
    begun = text.strip()
    read = begun[:MOST_TO_READ]
    plain = to_plain(read) if has_marks else " ".join(read.split())
    if len(plain) <= most and len(begun) <= MOST_TO_READ:
        return plain
    return _whole_sentences(plain, most) or plain[:most].rsplit(" ", 1)[0] + " …"


def _whole_sentences(plain: str, most: int) -> str:
    """As many sentences as fit, else ""."""
    ends = [end.end() for end in _SENTENCE_END.finditer(plain[: most + 1]) if not _NO_END.fullmatch(end[0])]
    return plain[: ends[-1]] if ends and ends[-1] <= most else ""


@cache
def _reader() -> "MarkdownIt":
    from markdown_it import MarkdownIt  # noqa: PLC0415  # 50 ms, which a start does not wait for

    reader = MarkdownIt("zero", {"html": False, "linkify": False, "breaks": True}).enable("newline")
    add_marks(reader, _leads_out)
    return reader


def _leads_out(address: str) -> bool:
    """Whether a link's address stays in the HTML. If not, the link is shown as text with its address readable."""
    return "href" in _clean(f'<a href="{escape(address)}">.</a>').partition(">")[0]


def _clean(html: str) -> str:
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow noopener noreferrer",
    )


def _is_too_much(text: str) -> bool:
    if len(text) > MOST_LETTERS or text.count("[") > MOST_LINKS:
        return True
    return sum(text.count(sign) for sign in _SIGNS) > MOST_SIGNS


def _in_paragraphs(text: str) -> Iterator[str]:
    lines = "\n".join(text.splitlines())
    paragraphs = (part.strip("\n") for part in re.split(r"\n[ \t]*\n", lines))
    written = (escape(part).replace("\n", "<br>\n") for part in paragraphs if part)
    return (f"<p>{part}</p>\n" for part in written)
