"""The toolbar's marks, as rules for markdown-it. Every other character is text.

Why the library's own rules are not used: docs/decisions/0035-every-sign-stays.md.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from unicodedata import category

if TYPE_CHECKING:
    from collections.abc import Callable

    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline

HEADING, QUOTE, ITEM = "## ", "> ", "- "
_MOST_EMPTY = 20  # lines with a mark and no words, before the first line with words
_DEEPEST = 8  # levels of elements; the library drops what is deeper than 20
_ADDRESS = r"(?i:https?://|mailto:)[^\s()<>]++(?:\([^\s()<>]*+\)[^\s()<>]*+)*+"
_LINK = re.compile(rf"\[([^\[\]]*+(?:\[[^\[\]]*+\][^\[\]]*+)*+)\]\(({_ADDRESS})\)")
_EVENTS = re.compile(rf"{_LINK.pattern}|\*+|_+|\d")
_WORD_FIRST = re.compile(r"[*_\"'(\[«„“”‘’‚‹¡¿…–—-]{0,4}[^\W\d_]")
# Scripts without spaces between words, in which a mark may be inside a run of letters. marks.js has the same list.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\ua4cf\ua960-\ud7ff\uf900-\ufaff\uff00-\uffef]")
_BEFORE = {"Ps", "Pi", "Pf", "Pd", "So"}  # brackets, quotation marks, dashes, pictures


def add_marks(reader: "MarkdownIt", leads_out: "Callable[[str], bool]") -> None:
    """Add the toolbar's marks to a parser without any. A link counts only if its address `leads_out`."""

    def _link_that_leads_out(state: "StateInline", silent: bool) -> bool:
        return _link(state, leads_out, silent=silent)

    for name, rule in (("heading", _heading), ("quote", _quote), ("items", _items)):
        reader.block.ruler.before("paragraph", f"toolbar_{name}", rule, {"alt": ["paragraph"]})
    reader.inline.ruler.after("text", "toolbar_link", _link_that_leads_out)
    reader.inline.ruler.after("text", "toolbar_pair", _pair)


def _heading(state: "StateBlock", start: int, _end: int, silent: bool) -> bool:
    words = _rest(state, start, HEADING)
    if not words:
        return False
    if not silent:
        state.line = start + 1
        state.push("heading_open", "h3", 1)
        _words(state, words)
        state.push("heading_close", "h3", -1)
    return True


def _quote(state: "StateBlock", start: int, end: int, silent: bool) -> bool:
    last = _last_of_run(state, start, end, QUOTE)
    if last == start:
        return False
    if not silent:
        state.push("blockquote_open", "blockquote", 1)
        _within(state, start, last, QUOTE)
        state.push("blockquote_close", "blockquote", -1)
    return True


def _items(state: "StateBlock", start: int, end: int, silent: bool) -> bool:
    last = _last_of_run(state, start, end, ITEM)
    if last == start:
        return False
    if not silent:
        state.push("bullet_list_open", "ul", 1)
        for line in range(start, last):
            state.push("list_item_open", "li", 1)
            begun, level = len(state.tokens), state.level
            _within(state, line, line + 1, ITEM)
            for token in state.tokens[begun:]:
                token.hidden |= token.level == level and token.tag == "p"
            state.push("list_item_close", "li", -1)
        state.push("bullet_list_close", "ul", -1)
    return True


def _last_of_run(state: "StateBlock", start: int, end: int, mark: str) -> int:
    """The line after the last one that begins with this mark; the first line if none of them has words."""
    words = [_rest(state, line, mark) for line in range(start, min(end, start + _MOST_EMPTY))]
    if state.level >= _DEEPEST or not next((found for found in words if found != ""), None):
        return start
    return next((line for line in range(start, end) if _rest(state, line, mark) is None), end)


def _rest(state: "StateBlock", line: int, mark: str) -> str | None:
    """The words after the mark; None without it. Dashes alone are not an item: such a line is a divider, and a list
    would not show the sign of an empty item.
    """
    begin, end = state.bMarks[line], state.eMarks[line]
    if not state.src.startswith(mark, begin, end):
        return None
    words = state.src[begin + len(mark) : end].strip()
    return None if mark == ITEM and not words.strip("- \t") else words


def _within(state: "StateBlock", start: int, end: int, mark: str) -> None:
    """Parse these lines without their mark. From now on each line begins after it."""
    for line in range(start, end):
        begin, last = state.bMarks[line] + len(mark), state.eMarks[line]
        words = state.src[begin:last]
        state.bMarks[line], state.tShift[line] = begin, len(words) - len(words.lstrip(" \t"))
    most, state.lineMax = state.lineMax, end
    state.line = start
    state.md.block.tokenize(state, start, end)
    state.line, state.lineMax = end, most


def _words(state: "StateBlock", words: str) -> None:
    token = state.push("inline", "", 0)
    token.content, token.children = words, []


@dataclass
class _Ends:
    """The possible ends of each kind of pair. Found once, so that unclosed marks cost no more than words."""

    src: str
    begin: int
    end: int
    found: dict[str, list[tuple[int, int]]] = field(default_factory=lambda: {"*": [], "**": [], "_": []})

    def __post_init__(self) -> None:
        for event in _EVENTS.finditer(self.src, self.begin, self.end):
            start, end = event.span()
            sign = event[0]
            if sign.isdigit() or re.search(r"\d", event[1] or ""):
                self.found["*"].append((start, start))  # a pair of `*` never extends across a digit
            elif sign[0] in "*_" and _may_end(self.src, start, end):
                for kind in _kinds(sign):
                    self.found[kind].append((start, end))

    def first(self, kind: str, after: int, most: int) -> int | None:
        """The offset of the sign that ends a pair of this kind, between `after` and `most`."""
        ends = self.found[kind]
        at = bisect_left(ends, (after, 0))
        if at == len(ends) or ends[at][0] >= most:
            return None
        start, end = ends[at][0], min(ends[at][1], most)
        closes = end - len(kind)
        is_whole = kind in _kinds(self.src[start:end]) if end > start else False
        return closes if is_whole and closes > after else None


def _kinds(signs: str) -> tuple[str, ...]:
    """The pairs that this many signs begin or end. Three are both: one pair inside the other."""
    return {"*": ("*",), "**": ("**",), "***": ("*", "**"), "_": ("_",)}.get(signs, ())


def _may_begin(src: str, start: int, end: int) -> bool:
    """Whether the signs may begin a pair: a word begins after them, and no word continues across them."""
    before = src[start - 1] if start else " "
    behind = re.compile(r"[*_]{0,6}").match(src, end)
    following = src[behind.end() : behind.end() + 1] if behind else ""
    if not following or following.isspace() or category(following) == "Pe":
        return False
    is_open = before.isspace() or before in "\"'*_…¡¿" or (category(before) in _BEFORE and before != "-")
    return is_open or bool(_UNSPACED.match(before))


def _may_end(src: str, start: int, end: int) -> bool:
    """Whether the signs may end a pair: a word ends before them, and no word continues across them."""
    last = src[max(start - 6, 0) : start].rstrip("*_")[-1:]
    if not last or last.isspace() or category(last) == "Ps":
        return False
    after = src[end : end + 1] or " "
    return after.isspace() or category(after)[0] == "P" or category(after) == "So" or bool(_UNSPACED.match(after))


def _pair(state: "StateInline", silent: bool) -> bool:
    sign = state.src[state.pos]
    if sign not in "*_":
        return False
    start, end = state.pos, state.pos
    while end < state.posMax and state.src[end] == sign:
        end += 1
    kinds = _kinds(state.src[start:end]) if _may_begin(state.src, start, end) else ()
    found = [(closes, kind) for kind in kinds if (closes := _closes(state, kind, start, end)) is not None]
    if found:
        closes, kind = max(found)  # of two that begin here, the one that ends later contains the other
        if not silent:
            _inner(state, "em" if len(kind) == 1 else "strong", start + len(kind), closes, {})
        state.pos = closes + len(kind)
        return True
    if not silent:
        state.append_pending(state.src[start:end])
    state.pos = end
    return True


def _closes(state: "StateInline", kind: str, start: int, end: int) -> int | None:
    if kind == "*" and not _WORD_FIRST.match(state.src, start + 1, state.posMax):
        return None
    ends = state.env.get("ends")
    if ends is None or ends.src is not state.src:
        ends = state.env["ends"] = _Ends(state.src, 0, len(state.src))
    found: int | None = ends.first(kind, end, state.posMax)
    return found


def _link(state: "StateInline", leads_out: "Callable[[str], bool]", *, silent: bool) -> bool:
    written = _LINK.match(state.src, state.pos, state.posMax) if state.src[state.pos] == "[" else None
    if not written or state.linkLevel or not written[1].strip() or not leads_out(written[2]):
        return False
    if not silent:
        begin, end = written.span(1)
        kept = state.env.get("ends")
        state.env["ends"] = _Ends(state.src, begin, end)
        state.linkLevel += 1
        _inner(state, "a", begin, end, {"href": written[2]})
        state.linkLevel -= 1
        state.env["ends"] = kept
    state.pos = written.end()
    return True


def _inner(state: "StateInline", tag: str, begin: int, end: int, attributes: dict[str, str | int | float]) -> None:
    kind = {"a": "link"}.get(tag, tag)
    state.push(f"{kind}_open", tag, 1).attrs = attributes
    most, state.posMax = state.posMax, end
    state.pos = begin
    state.md.inline.tokenize(state)
    state.posMax = most
    state.push(f"{kind}_close", tag, -1)
