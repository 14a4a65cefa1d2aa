"""Counts the words of the interface: in all translatable strings by room, and on each page as seen.

    python -m tests.words

A string counts wherever it is written: a template's, Python's, a script's; of a plural, both forms. A page counts
what one sees before anything is unfolded, without the family's own words; its limit is in tests/web/words.txt
(tests/web/test_words_of_each_page.py).
"""

import ast
import os
import re
import statistics
from collections import Counter
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.taps import WORD

ROOT = Path(__file__).resolve().parent.parent
PAGES = "tests/web/test_words_of_each_page.py"
TOLD = "WORDS_TOLD"
"""The variable that makes the page test print its table."""
TEMPLATES, SCRIPTS, PYTHON = "held/web/templates", "held/web/static/js", "held"
MARKED = re.compile(
    r"""{%\s*translate\s+(?:"([^"]*)"|'([^']*)')[^%]*%}|{%\s*blocktranslate[^%]*%}(.*?){%\s*endblocktranslate\s*%}"""
    r"""|_\((?:"([^"]*)"|'([^']*)')\)""",
    re.DOTALL,
)
NOT_SAID = re.compile(r"{#.*?#}|{%\s*comment.*?endcomment\s*%}|/\*.*?\*/|^\s*//.*?$", re.DOTALL | re.MULTILINE)
FILLED_IN = re.compile(r"{{.*?}}|{%.*?%}|<[^>]*>|%\(\w+\)[sd]|%[sd]|{\w*}", re.DOTALL)
MARKS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy"}
WITH_CONTEXT = {"pgettext", "pgettext_lazy", "npgettext", "npgettext_lazy"}
SENTENCE_OF_A_SCRIPT = re.compile(r"""(["'`])([A-Z](?:(?!\1)[^<>{}();=]){2,}?\s(?:(?!\1)[^<>{}();=])+?)\1""")
ALONE = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
UNSEEN = {"script", "style", "head", "template", "svg", "textarea", "noscript"}
"""Elements whose text nobody sees, where scripts run."""


def count(text: str) -> int:
    """The words of a string, without what is filled in."""
    return len(WORD.findall(FILLED_IN.sub(" ", text)))


def strings_of_template(source: str) -> list[str]:
    """What a template or a script translates."""
    return ["".join(found) for found in MARKED.findall(NOT_SAID.sub("", source))]


def strings_of_script(source: str) -> list[str]:
    """What a script would say itself, not from its page: sentences in quotes."""
    return [words for _quote, words in SENTENCE_OF_A_SCRIPT.findall(NOT_SAID.sub("", source))]


def strings_of_python(source: str) -> list[str]:
    """What a module translates."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        said = node.args[name in WITH_CONTEXT :] if name in MARKS | WITH_CONTEXT else []
        found += [one.value for one in said if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    return found


def strings(root: Path = ROOT) -> Iterator[tuple[str, str, str]]:
    """Room, path and text of every translatable string."""
    for path in sorted((root / TEMPLATES).rglob("*.*")):
        room = path.relative_to(root / TEMPLATES).parts[0]
        for text in strings_of_template(path.read_text()):
            yield (room if (root / TEMPLATES / room).is_dir() else "all rooms"), str(path.relative_to(root)), text
    for path in sorted((root / SCRIPTS).rglob("*.js")):
        for text in strings_of_script(path.read_text()):
            yield "scripts", str(path.relative_to(root)), text
    for path in sorted((root / PYTHON).rglob("*.py")):
        inside = path.relative_to(root / PYTHON).parts
        room = inside[1] if inside[0] == "web" and len(inside) > 2 else inside[0]
        for text in strings_of_python(path.read_text()):
            yield f"Python, {room}", str(path.relative_to(root)), text


def by_room(found: Iterable[tuple[str, str, str]]) -> Counter[str]:
    """How many words each room has."""
    rooms: Counter[str] = Counter()
    for room, _path, text in found:
        rooms[room] += count(text)
    return rooms


class _Seen(HTMLParser):
    """Collects the text of a page that one sees and that is ours."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, bool]] = []
        self.said: list[str] = []
        self.choices = 0  # of the list that is open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"option", "li", "p", "dt", "dd"} and self.open and self.open[-1][0] == tag:
            self.open.pop()
        if tag not in ALONE:
            self.open.append((tag, self._hides(tag, dict(attrs))))

    def handle_endtag(self, tag: str) -> None:
        while any(name == tag for name, _ in self.open):
            if self.open.pop()[0] == tag:
                return

    def handle_data(self, data: str) -> None:
        if not any(self._counts(at) for at in range(len(self.open))):
            self.said.append(data)

    def _counts(self, at: int) -> bool:
        """Whether the open element hides what is inside it; a folded one does not hide its summary."""
        tag, hides = self.open[at]
        inside = self.open[at + 1][0] if len(self.open) > at + 1 else ""
        return hides and not (tag == "details" and inside == "summary")

    def _hides(self, tag: str, given: dict[str, str | None]) -> bool:
        classes = (given.get("class") or "").split()
        theirs = given.get("translate") == "no" or given.get("dir") == "auto" or "prose" in classes
        folded = tag == "details" and "open" not in given
        self.choices = 0 if tag == "select" else self.choices + (tag == "option")
        not_chosen = tag == "option" and self.choices > 1 and "selected" not in given
        aside = bool({"visually-hidden", "skip"} & set(classes))
        return tag in UNSEEN or theirs or folded or not_chosen or aside or "hidden" in given


def seen(page: str, own: Iterable[str] = ()) -> str:
    """What one sees of a page before anything is unfolded, without the family's words and without `own`."""
    parser = _Seen()
    parser.feed(page)
    parser.close()
    text = " ".join(" ".join(parser.said).split())
    for one in sorted(own, key=len, reverse=True):
        text = text.replace(one, " ")
    return text


def median_and_p90(counts: list[int]) -> tuple[int, int]:
    """Half of the pages have at most the first, nine in ten at most the second."""
    return round(statistics.median(counts)), round(statistics.quantiles(counts, n=10, method="inclusive")[-1])


def table(rooms: Counter[str]) -> list[str]:
    """A line for each room, longest first, and the sum."""
    return [*(f"{words:6}  {room}" for room, words in rooms.most_common()), f"{rooms.total():6}  in all"]


def main() -> int:
    """Print both counts."""
    print("\n".join(["words of all translatable strings", *table(by_room(strings()))]))
    os.environ[TOLD] = "yes"
    return int(pytest.main(["-q", "-s", "--no-header", "-p", "no:randomly", "-k", "has_at_most_its_words", PAGES]))


if __name__ == "__main__":
    raise SystemExit(main())
